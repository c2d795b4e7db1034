import { createHmac } from "node:crypto";
import { isSameBytes } from "#lib/signatures/equal";
import { type Evidence, type Finding, shownIn } from "#lib/signatures/evidence";
import { staleness } from "#lib/signatures/freshness";
import type { Hmac } from "#lib/sources/contract";

/** An HMAC of the body in a header, in hex or base64, perhaps behind a prefix and perhaps together with a time. */
export function checkHmac(hmac: Hmac, evidence: Evidence, secret: string): Finding {
  const shown = shownIn(hmac.headers, evidence);
  if (shown.length === 0) return "missing";
  const time = timeIn(hmac, evidence);
  const stale = time && hmac.timestamp && staleness(time, evidence.now, hmac.timestamp.toleranceSeconds);
  if (stale) return { wrong: stale };
  const expected = Buffer.from(hmacOf(hmac, { body: evidence.body, secret, time }));
  const isRight = shown.flatMap(candidatesIn).some((one) => isSameBytes(Buffer.from(bare(hmac, one)), expected));
  return isRight ? "right" : { wrong: wrongly(hmac, evidence) };
}

/** The signature itself, without its prefix. Without a time, and where the sender gives none, the body alone is signed. */
export function hmacOf(
  { algorithm, encoding = "hex", timestamp }: Hmac,
  { body, secret, time }: { body: Uint8Array; secret: string; time?: string | undefined },
): string {
  const hmac = createHmac(algorithm, secret);
  if (time !== undefined && timestamp) hmac.update(`${timestamp.before ?? ""}${time}${timestamp.separator}`);
  return hmac.update(body).digest(encoding);
}

const timeIn = ({ timestamp }: Hmac, { headers }: Evidence): string | undefined =>
  timestamp && (headers[timestamp.header.toLowerCase()]?.trim() || undefined);

// Several candidates may be separated by commas or spaces, as while a sender changes its secret.
const mostCandidates = 10;
const candidatesIn = (shown: string): string[] => shown.split(/[\s,]+/, mostCandidates);

function bare({ prefix = "", encoding = "hex" }: Hmac, candidate: string): string {
  const signature = prefix !== "" && candidate.startsWith(prefix) ? candidate.slice(prefix.length) : candidate;
  return encoding === "hex" ? signature.toLowerCase() : signature;
}

function wrongly({ headers }: Hmac, { headerName }: Evidence): string {
  const names = headerName ?? headers.join(" or ");
  return `The signature in ${names} does not match the body. Check that the sender signs with this integration's secret, and that nothing on the way rewrites the body.`;
}
