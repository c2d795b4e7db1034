import type { Field } from "#lib/forms/fields-of";
import type { StoredSecrets } from "#lib/forms/secret-fields";

/** A row of a list of pairs; one that `isStored` has a value that is kept and never shown, unless another is typed. */
export type PairValue = { key: number; name: string; value: string; isStored: boolean };

/** What a form holds for a field. Of a secret: undefined keeps what is stored, an empty text removes it. */
export type FormValue = string | boolean | PairValue[] | undefined;
export type FormValues = Record<string, FormValue>;

type Config = Record<string, unknown>;

/** What the form starts with: what is stored, else what the fields begin with. */
export function startingValues(fields: readonly Field[], config: Config = {}, stored: StoredSecrets = {}): FormValues {
  return Object.fromEntries(
    fields.map((field) => [field.name, startingValue(field, config[field.name] ?? field.initial, stored[field.name])]),
  );
}

/** The config that the form describes, for the API: empty fields and secrets that are kept are left out. */
export function configOf(fields: readonly Field[], values: FormValues): Config {
  const entries = fields.map((field) => [field.name, sentValue(field, values[field.name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The labels of the fields in which two states of the form differ. */
export function changedLabels(fields: readonly Field[], before: FormValues, after: FormValues): string[] {
  const [was, is] = [configOf(fields, before), configOf(fields, after)];
  return fields
    .filter(({ name }) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .map((field) => field.label);
}

/** The problems that the API names by their path ("config.headers.0.name"), by the field they belong to. */
export function problemsOfConfig(problems: Record<string, string>): Record<string, string> {
  const own = Object.entries(problems).filter(([path]) => path.startsWith("config."));
  return Object.fromEntries(own.map(([path, problem]) => [path.slice("config.".length), problem]));
}

/** What is wrong with a field or a part of it. */
export function problemOf(problems: Record<string, string>, name: string): string | undefined {
  return Object.entries(problems).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
}

function startingValue(field: Field, given: unknown, stored: true | string[] | undefined): FormValue {
  if (field.kind === "pairs") return pairsOf(given, Array.isArray(stored) ? stored : []);
  if (field.secret) return undefined;
  if (field.kind === "switch") return given === true;
  if (field.kind === "choice") return textOf(given) || (field.required ? field.options[0]?.value : "");
  return textOf(given);
}

function pairsOf(given: unknown, storedNames: string[]): PairValue[] {
  const stored = storedNames.map((name) => ({ name, value: "", isStored: true }));
  const open = Array.isArray(given)
    ? given.filter(isPair).map(({ name, value }) => ({ name, value: textOf(value), isStored: false }))
    : [];
  return [...stored, ...open].map((pair, key) => ({ key, ...pair }));
}

function sentValue(field: Field, value: FormValue): unknown {
  if (Array.isArray(value))
    return value
      .filter((pair) => pair.name.trim() || pair.value)
      .map(({ name, value: text }) => ({ name: name.trim(), value: text }));
  if (typeof value === "boolean" || value === undefined || field.secret) return value;
  if (value.trim() === "") return undefined;
  return field.kind === "number" && Number.isFinite(Number(value)) ? Number(value) : value;
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function isPair(value: unknown): value is { name: string; value?: unknown } {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
