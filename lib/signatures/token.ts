import { isSameText } from "#lib/signatures/equal";
import { type Evidence, type Finding, shownIn } from "#lib/signatures/evidence";
import type { Signature } from "#lib/sources/contract";

type Token = Extract<Signature, { kind: "token" }>;

/** The secret itself in a header. */
export function checkToken({ headers }: Token, evidence: Evidence, secret: string): Finding {
  const shown = shownIn(headers, evidence);
  if (shown.length === 0) return "missing";
  if (shown.some((token) => isSameText(token, secret))) return "right";
  const names = evidence.headerName ?? headers.join(" or ");
  return { wrong: `The token in ${names} is not this integration's signature secret. Set the same one on both sides.` };
}
