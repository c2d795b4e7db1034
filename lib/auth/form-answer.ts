import { storable } from "#lib/text";

/** What a form, or a button, hears from the server: what came of it, or why it was refused, as a whole and by field. */
export type FormAnswer<Result = null> = {
  result: Result | null;
  message: string | null;
  fields: Record<string, string>;
  /** What to fill in again. */
  values: Record<string, string>;
};

/** Before anything was sent. */
export const unsent: FormAnswer<never> = { result: null, message: null, fields: {}, values: {} };

/** The texts of a form by the names of its fields, as they can be stored. */
export function textsOf(form: FormData): Record<string, string> {
  // Next's own entries begin with a dollar sign.
  const texts = [...form].flatMap(([name, value]) =>
    typeof value === "string" && !name.startsWith("$") ? [[name, storable(value)]] : [],
  );
  return Object.fromEntries(texts);
}

const secretNames = new Set(["password", "current", "next", "token"]);

/** What may be filled in again. */
export function withoutSecrets(given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !secretNames.has(name)));
}
