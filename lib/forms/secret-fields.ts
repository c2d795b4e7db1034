import type { Field } from "#lib/forms/fields-of";
import { hideQuery } from "#lib/writing/hide-query";

type Config = Record<string, unknown>;
type Fields = readonly Field[];
type Pair = { name: string; value: string };

/** Which secrets are stored, without saying what they are: true, or the names of a list of pairs. */
export type StoredSecrets = Record<string, true | string[]>;

/** Parts a config into what may be shown and what must be sealed. */
export function splitSecrets(fields: Fields, config: Config): { open: Config; secret: Config } {
  const secretNames = new Set(secretFields(fields).map((field) => field.name));
  const entries = Object.entries(config).filter(([, value]) => value !== undefined);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !secretNames.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => secretNames.has(name))),
  };
}

/**
 * Fills secrets that `given` leaves out from those stored before: a secret that is absent is kept, an empty one is removed,
 * a pair with an empty value keeps the stored value of that name.
 */
export function keepSecrets(fields: Fields, given: Config, stored: Config): Config {
  const kept = { ...given };
  for (const { name, secret } of secretFields(fields)) {
    if (given[name] === undefined || given[name] === null) {
      if (stored[name] !== undefined) kept[name] = stored[name];
    } else if (secret === "values") {
      kept[name] = keepPairs(pairsOf(given[name]) ?? given[name], pairsOf(stored[name]) ?? []);
    }
  }
  return kept;
}

/** What a browser may know of the secrets in `config`. */
export function storedSecrets(fields: Fields, config: Config): StoredSecrets {
  const set = secretFields(fields).flatMap(({ name, secret }): [string, true | string[]][] => {
    const value = config[name];
    if (secret === "values") {
      const names = pairsOf(value)?.map((pair) => pair.name) ?? [];
      return names.length > 0 ? [[name, names]] : [];
    }
    return value ? [[name, true]] : [];
  });
  return Object.fromEntries(set);
}

/** The texts in `config` that must not be written anywhere. */
export function secretTexts(fields: Fields, config: Config): string[] {
  const secrets = secretFields(fields).flatMap(({ name }) => {
    const value = config[name];
    return typeof value === "string" ? [value] : (pairsOf(value)?.map((pair) => pair.value) ?? []);
  });
  return [...secrets, ...addressesIn(fields, config).flatMap(([, address]) => queryTexts(address))];
}

/** `config` for the audit log and for those who may not change it: of its addresses the names in the query are shown, their values are not. */
export function withoutQueries(fields: Fields, config: Config): Config {
  const withQuery = addressesIn(fields, config).filter(([, address]) => address.includes("?"));
  const shown = withQuery.map(([name, address]) => [name, hideQuery(address)]);
  return { ...config, ...Object.fromEntries(shown) };
}

function addressesIn(fields: Fields, config: Config): [string, string][] {
  return fields.flatMap(({ name, address }): [string, string][] => {
    const value = config[name];
    return address && typeof value === "string" ? [[name, value]] : [];
  });
}

/** Shorter ones are words such as "json" or "true" rather than keys, and blotting those out would spoil the log. */
const shortestKey = 8;

/** As they are, and as they are written in the address: a receiver may repeat either. */
function queryTexts(address: string): string[] {
  const { search = "", searchParams } = URL.parse(address) ?? {};
  const written = search
    .slice(1)
    .split("&")
    .map((pair) => pair.slice(pair.indexOf("=") + 1));
  return [...(searchParams?.values() ?? []), ...written].filter((text) => text.length >= shortestKey);
}

const secretFields = (fields: Fields) => fields.filter((field) => field.secret);

function keepPairs(given: unknown, stored: Pair[]): unknown {
  if (!Array.isArray(given)) return given;
  return given.map((pair: Pair) =>
    pair.value ? pair : (stored.find((one) => one.name.toLowerCase() === String(pair.name).toLowerCase()) ?? pair),
  );
}

/** A list of pairs, also when it is written as one object; undefined when it is neither. */
function pairsOf(value: unknown): Pair[] | undefined {
  if (Array.isArray(value) && value.every(isPair))
    return value.map((pair) => ({ name: pair.name, value: pair.value ?? "" }));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, text]) => typeof text === "string")
    ? entries.map(([name, text]) => ({ name, value: String(text) }))
    : undefined;
}

function isPair(value: unknown): value is { name: string; value?: string } {
  if (typeof value !== "object" || value === null || !("name" in value) || typeof value.name !== "string") return false;
  return !("value" in value) || value.value === undefined || typeof value.value === "string";
}
