/** What a request shows, for those who check its proof. */
export type Evidence = {
  headers: Record<string, string>;
  body: Uint8Array;
  /** The body as it was read; undefined when it cannot be. */
  parsed: unknown;
  /** The header the integration names for its proof. */
  headerName: string | null;
  now: Date;
};

/** `wrong` says why, as a sentence that also says what to do. */
export type Finding = "right" | "missing" | { wrong: string };

/** What stands in the first of these headers that is filled, or in the one that the integration names instead. */
export function shownIn(names: readonly string[], { headers, headerName }: Evidence): string[] {
  const looked = headerName === null ? names : [headerName];
  return looked.flatMap((name) => headers[name.toLowerCase()]?.trim() || []);
}
