import { mayNameHeader, usualSignature } from "#lib/intake/signature-headers";
import { Refusal } from "#lib/refusal";
import { findSource } from "#lib/sources/index";

type Signing = { signatureHeader?: string | null | undefined; signatureSecret?: string | null | undefined };

/** Refuses a header or a secret that would have no effect with this source. */
export function checkSigning(type: string, { signatureHeader, signatureSecret }: Signing): void {
  const source = findSource(type);
  const signature = source?.signature ?? usualSignature;
  if (signatureHeader && !mayNameHeader(signature))
    throw refusal("signatureHeader", `${source?.name ?? type} proves itself in a place of its own. Leave it out.`);
  if (signatureSecret && signature.kind === "sns")
    throw refusal("signatureSecret", "Every message is checked against Amazon's own signature; there is no secret.");
}

const refusal = (field: string, problem: string) => new Refusal("invalid", problem, { fields: { [field]: problem } });
