import { fieldsOf } from "#lib/forms/fields-of";
import { Refusal } from "#lib/refusal";
import { mayNameHeader, usualSignature } from "#lib/signatures/headers";
import { missingConfig } from "#lib/signatures/missing-config";
import type { Source } from "#lib/sources/contract";
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

/** Refuses a config without which what is signed with the secret could not be checked. */
export function checkSigningConfig(type: string, config: Record<string, unknown>): void {
  const lack = lackOf(type, config);
  if (lack) throw refusal(`config.${lack.field}`, `${lack.words} Fill it in, or remove the secret.`);
}

/** The same before a secret is set by itself, where there is no field to fill in. */
export function checkReadyForSecret(type: string, config: Record<string, unknown>): void {
  const lack = lackOf(type, config);
  if (lack) throw new Refusal("conflict", `${lack.words} Fill it in and save, then set the secret.`);
}

function lackOf(type: string, config: Record<string, unknown>): { field: string; words: string } | undefined {
  const source = findSource(type);
  const [field] = missingConfig(source?.signature, config);
  if (!source || !field) return undefined;
  return { field, words: `A signature secret of ${source.name} needs the setting ${labelOf(source, field)}.` };
}

const labelOf = ({ config }: Source, name: string): string =>
  (config && fieldsOf(config).find((field) => field.name === name)?.label) ?? name;

const refusal = (field: string, problem: string) => new Refusal("invalid", problem, { fields: { [field]: problem } });
