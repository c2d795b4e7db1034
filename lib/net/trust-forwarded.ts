import type { IncomingHttpHeaders } from "node:http";

const claims = ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"] as const;

/**
 * What a request claims about the host and the scheme that it was sent to: kept, the last of several, where a proxy of ours
 * writes it; else removed, because Next and next-auth believe it.
 */
export function trustForwarded(headers: IncomingHttpHeaders, trustsProxy: boolean): void {
  for (const name of claims) {
    const last = trustsProxy ? lastOf(headers[name]) : "";
    if (last) headers[name] = last;
    else delete headers[name];
  }
}

/** The one entry of a list in a header that the nearest proxy has added. */
export function lastOf(header: string | string[] | null | undefined): string {
  return (
    String(header ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? ""
  );
}
