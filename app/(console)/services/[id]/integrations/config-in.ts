import { findSource } from "#lib/sources/index";

const prefix = "config.";

/**
 * The config in a sent form, whose fields are named "config.<field>", as it is stored: lists as lists, and what is left
 * empty left out. One that does not fit is given back as it came, to be refused where every config is.
 */
export function configIn(type: string, given: Record<string, string>): Record<string, unknown> {
  const entries = Object.entries(given).filter(([name, text]) => name.startsWith(prefix) && text.trim() !== "");
  const typed = Object.fromEntries(entries.map(([name, text]) => [name.slice(prefix.length), text]));
  const parsed = findSource(type)?.config?.strict().safeParse(typed);
  return parsed?.success ? withoutEmpty(parsed.data) : typed;
}

function withoutEmpty(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0)));
}
