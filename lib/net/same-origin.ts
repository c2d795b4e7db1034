import { env } from "#lib/env";
import { lastOf } from "#lib/net/trust-forwarded";

/**
 * Was this request made by a page of ours? Browsers say so in Sec-Fetch-Site where the address is trustworthy (https,
 * localhost), else in Origin. A request with neither does not come from a page.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  const origin = URL.parse(headers.get("origin") ?? "");
  return origin !== null && ownHosts(headers).includes(origin.host);
}

function ownHosts(headers: Headers): string[] {
  const configured = URL.parse(env().TOCSIN_URL ?? "")?.host;
  const forwarded = env().TOCSIN_TRUST_PROXY ? lastOf(headers.get("x-forwarded-host")) : undefined;
  return [configured, headers.get("host"), forwarded].filter((host) => host !== undefined && host !== null);
}
