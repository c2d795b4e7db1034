import type { Action, Severity } from "#db/vocabulary";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { textOf } from "#lib/reading/text-of";

/** Why a state that is none of these changes nothing. */
export function unknownState(field: string, said: string | undefined): { ignored: string } {
  return { ignored: `The ${field} "${said?.slice(0, 60) ?? ""}" neither opens nor ends trouble.` };
}

/** What a state means, whatever its case. */
export function actionIn(actions: Record<string, Action>, said: string | undefined): Action | undefined {
  const word = said?.toLowerCase() ?? "";
  return Object.hasOwn(actions, word) ? actions[word] : undefined;
}

const levels: Record<string, Severity> = { 0: "critical", 1: "error", 2: "warning", 3: "info", 4: "info" };

/** "Sev0" to "Sev4" in the common schema, "0" to "4" or a word in the others. */
export function levelOf(said: unknown): Severity | undefined {
  const [, digit] = /^(?:sev)?([0-4])$/i.exec(textOf(said) ?? "") ?? [];
  return digit ? levels[digit] : severityOf(said);
}

export const titleOf = (name: string, text: string | undefined): string => (text ? `${name}: ${text}` : name);

/** The name at the end of a resource's id. */
export const lastSegment = (id: string | undefined): string | undefined =>
  id?.split("/").findLast((part) => part !== "");

/** A service health event says in its properties that it is over. */
export function isHealthOver(body: unknown, context: string): boolean {
  return textAt(body, `${context}.properties.stage`, `${context}.status`)?.toLowerCase() === "resolved";
}

/** Is it a rule of the action group's own samples? Not in Azure's documentation; a real one called "test-…" is none. */
export const isSampleRule = (rule: string): boolean => /^test-\w+AlertRule\b/i.test(rule);

export const testOf = (rule: string) => ({ test: `Azure tested the action group with its sample "${rule}".` });
