import { z } from "zod";
import { findSource } from "#lib/sources/index";

/**
 * The config that a form sends as JSON, as it is stored: lists as lists, and what is empty left out. One that does not fit
 * is given back as it came, to be refused where every config is.
 */
export function configIn(type: string, sent: string | undefined): Record<string, unknown> {
  const given = jsonObject.parse(sent ?? "{}");
  const parsed = findSource(type)?.config?.strict().safeParse(given);
  return parsed?.success ? withoutEmpty(parsed.data) : given;
}

const jsonObject = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("The form did not arrive whole. Reload the page and try again.");
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));

function withoutEmpty(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0)),
  );
}
