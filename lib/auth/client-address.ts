import { env } from "#lib/env";
import type { Origin } from "#lib/auth/session-token";

/**
 * The address and browser a request comes from. Next notes the connection's address as the last X-Forwarded-For;
 * what stands before it was said by the client and counts only behind a proxy of ours.
 */
export function originOf(headers: Headers): Origin {
  return { ip: addressOf(headers), userAgent: headers.get("user-agent") ?? "" };
}

function addressOf(headers: Headers): string {
  const known = headers.get("x-tocsin-address");
  if (known) return known;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(env().TOCSIN_TRUST_PROXY ? 0 : -1) || "unknown";
}
