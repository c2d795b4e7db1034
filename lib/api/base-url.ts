import { env, publicUrl } from "#lib/env";
import { lastOf } from "#lib/net/trust-forwarded";

const hostPattern = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Where the reader of a page or answer reaches Tocsin: TOCSIN_URL, else the address that this request came to. */
export function baseUrl(headers: Headers): string {
  if (env().TOCSIN_URL) return publicUrl();
  const forwarded = (name: string) => (env().TOCSIN_TRUST_PROXY ? lastOf(headers.get(`x-forwarded-${name}`)) : "");
  const host = forwarded("host") || headers.get("host") || "";
  const scheme = forwarded("proto") === "https" ? "https" : "http";
  return hostPattern.test(host) ? `${scheme}://${host}` : publicUrl();
}
