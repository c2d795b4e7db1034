import { cookieOf } from "#lib/auth/cookie-of";
import { knownBrowserCookie } from "#lib/auth/known-browser";
import type { Origin } from "#lib/auth/session-token";

/** The address and browser a request comes from, as kept with sessions and counted by the throttle. */
export function originOf(headers: Headers): Origin {
  return {
    ip: addressOf(headers),
    userAgent: headers.get("user-agent") ?? "",
    knownBrowser: cookieOf(headers, knownBrowserCookie().name),
  };
}

/** The server writes the one address it trusts; without it Next adds the connection's after what the client claims. */
function addressOf(headers: Headers): string {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-1) || "unknown";
}
