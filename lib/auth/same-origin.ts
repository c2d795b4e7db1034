import { env } from "#lib/env";

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
  return [configured, headers.get("host")].filter((host) => host !== undefined && host !== null);
}
