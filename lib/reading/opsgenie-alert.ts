import { z } from "zod";
import type { Severity } from "#db/vocabulary";
import { textOf } from "#lib/reading/text-of";

export const priorities = ["P1", "P2", "P3", "P4", "P5"] as const;
export type Priority = (typeof priorities)[number];

export const severityOfPriority: Record<Priority, Severity> = {
  P1: "critical",
  P2: "error",
  P3: "warning",
  P4: "info",
  P5: "info",
};

const filled = (name: string) =>
  z
    .unknown()
    .transform(textOf)
    .pipe(z.string({ error: `${name} is missing or blank` }));

/** What must be there; the rest is only shown, and never a reason to refuse an alert. */
export const alertBody = z.looseObject({
  message: filled("message"),
  priority: z.preprocess(
    (value) => (typeof value === "string" ? value.trim().toUpperCase() : value) || undefined,
    z.enum(priorities, { error: `should be one of [ ${priorities.join(", ")} ]` }).optional(),
  ),
});

/** Somebody who is named in a body. */
export type NamedResponder = { type: string; id?: string; name?: string; username?: string };

/** An alert as Opsgenie's clients describe it, within Opsgenie's limits. */
export type AlertFacts = {
  message: string;
  alias: string | undefined;
  priority: Priority;
  description: string;
  entity: string;
  source: string;
  user: string;
  note: string;
  tags: string[];
  actions: string[];
  details: Record<string, string>;
  responders: NamedResponder[];
  /** What was cut. */
  problems: string[];
};

/** Opsgenie's limits. What is longer is cut rather than refused: an alert is not lost for its length. */
export const limits = {
  description: 15_000,
  entity: 512,
  source: 100,
  user: 100,
  note: 25_000,
  tags: 20,
  tag: 50,
  actions: 10,
  action: 50,
  details: 8_000,
  responders: 50,
};

/** Pure. Reads the body of a create request that `alertBody` has let through. */
export function factsOf(body: z.output<typeof alertBody>): AlertFacts {
  const problems: string[] = [];
  const cut = (name: "description" | "entity" | "source" | "user" | "note") => {
    const text = textOf(body[name]) ?? "";
    if (text.length > limits[name]) problems.push(`${name} was cut to ${limits[name]} characters.`);
    return shortened(text, limits[name]);
  };
  const few = <T>(name: "tags" | "actions" | "responders", all: T[]) => {
    if (all.length > limits[name]) problems.push(`Only the first ${limits[name]} ${name} were kept.`);
    return all.slice(0, limits[name]);
  };
  const details = detailsOf(body.details);
  if (details.isCut) problems.push(`Only the first ${limits.details} characters of details were kept.`);
  return {
    message: body.message,
    alias: textOf(body.alias),
    priority: body.priority ?? "P3",
    description: cut("description"),
    entity: cut("entity"),
    source: cut("source"),
    user: cut("user"),
    note: cut("note"),
    tags: few("tags", tagsOf(body.tags)),
    actions: few(
      "actions",
      textsOf(body.actions).map((action) => shortened(action, limits.action)),
    ),
    details: details.kept,
    responders: few("responders", [
      ...respondersOf(body.responders),
      ...respondersOf(body.teams, "team"),
      ...respondersOf(body.recipients, "user"),
    ]),
    problems,
  };
}

/** Tags of a list, or of a text with commas; each once. */
export function tagsOf(value: unknown): string[] {
  return [...new Set(textsOf(value).map((tag) => shortened(tag, limits.tag)))];
}

/** Details as texts, of any object. `isCut` when together they were too long. */
export function detailsOf(value: unknown): { kept: Record<string, string>; isCut: boolean } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kept: {}, isCut: false };
  const kept: [string, string][] = [];
  let size = 0;
  for (const [key, one] of Object.entries(value)) {
    const text = typeof one === "string" ? one : one === null || one === undefined ? "" : JSON.stringify(one);
    size += key.length + text.length;
    if (size > limits.details) return { kept: Object.fromEntries(kept), isCut: true };
    kept.push([key, text]);
  }
  return { kept: Object.fromEntries(kept), isCut: false };
}

const shown = z.unknown().optional();
const responder = z.looseObject({ type: shown, id: shown, name: shown, username: shown });

/** Responders of a list of objects or names, or of a text with commas. */
export function respondersOf(value: unknown, type = "user"): NamedResponder[] {
  const all = typeof value === "string" ? textsOf(value) : Array.isArray(value) ? value : [value];
  return all.flatMap((one: unknown) => responderOf(one, type));
}

function responderOf(value: unknown, type: string): NamedResponder[] {
  const said = textOf(value);
  if (said) return [{ type, [type === "user" ? "username" : "name"]: shortened(said, 512) }];
  const read = responder.safeParse(value);
  if (!read.success) return [];
  const named = (["id", "name", "username"] as const).flatMap((key) => {
    const text = textOf(read.data[key]);
    return text ? [[key, shortened(text, 512)]] : [];
  });
  if (named.length === 0) return [];
  return [{ type: shortened(textOf(read.data.type) ?? type, 50), ...Object.fromEntries(named) }];
}

const shortened = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

function textsOf(value: unknown): string[] {
  const all: unknown[] = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  return all.flatMap((one) => textOf(one) ?? []);
}
