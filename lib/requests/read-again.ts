import { parseBody } from "#lib/intake/parse-body";
import type { Reading, Source } from "#lib/sources/contract";

/** What is kept of a request that a source reads. */
export type KeptRequest = {
  method: string;
  query: string;
  headers: Record<string, string>;
  body: Uint8Array;
};

/** What a source makes of a kept request today, with this config. Pure; never throws. */
export function readAgain(kept: KeptRequest, source: Source, config: Record<string, unknown>): Reading {
  const { method, headers, query } = kept;
  const parsed = parseBody(kept.body, headers["content-type"] ?? "", query);
  if ("problem" in parsed) return { unreadable: [{ path: "", message: parsed.problem }] };
  return source.read(parsed.value, config, { method, headers, query: new URLSearchParams(query) });
}
