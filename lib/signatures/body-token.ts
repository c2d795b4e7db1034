import { textAt } from "#lib/reading/text-at";
import { isSameText } from "#lib/signatures/equal";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import type { Signature } from "#lib/sources/contract";

type BodyToken = Extract<Signature, { kind: "body-token" }>;

/** The secret itself in a field of the body. */
export function checkBodyToken({ path }: BodyToken, { parsed }: Evidence, secret: string): Finding {
  const given = textAt(parsed, path);
  if (given === undefined) return "missing";
  if (isSameText(given, secret)) return "right";
  return {
    wrong: `The token in the field ${path} of the body is not this integration's signature secret. Set the same one on both sides.`,
  };
}
