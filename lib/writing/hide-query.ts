import { truncate } from "#lib/text";

const hidden = "[hidden]";

/** The address for the log: the values of its query are left out, many are keys. */
export function hideQuery(address: string): string {
  const url = URL.parse(address);
  if (!url) return truncate(address, 200);
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=${hidden}`).join("&");
  return `${url.origin}${url.pathname}${query && `?${query}`}`;
}
