import { truncate } from "#lib/text";

const hidden = "[hidden]";
/** Shorter texts would blot out half of the log, and are no secrets. */
const shortestSecret = 4;

/** Makes a function that blots out `secrets` in a text, also single words of them: "Bearer x" is hidden as x too. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const texts = new Set(
    secrets.flatMap((secret) => [secret, ...secret.split(/\s+/).filter((word) => word.length >= 8)]),
  );
  const longestFirst = [...texts]
    .filter((text) => text.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((left, secret) => left.replaceAll(secret, hidden), text);
}

/** The address for the log: the values of its query are left out, many are keys. */
export function hideQuery(address: string): string {
  const url = URL.parse(address);
  if (!url) return truncate(address, 200);
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=${hidden}`).join("&");
  return `${url.origin}${url.pathname}${query && `?${query}`}`;
}

const secretHeaders = /^(authorization|proxy-authorization|cookie|set-cookie)$|(api-?key|token|secret|password)/i;

/** Headers for the log: values of those that carry credentials by their name are left out. */
export function hideHeaders(headers: Record<string, string>, hide: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.test(name) ? hidden : hide(value)]),
  );
}
