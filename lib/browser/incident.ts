import type { z } from "zod";
import type { IncidentTab } from "#db/queries/incident-filters";
import type { Severity, Urgency } from "#db/vocabulary";
import type { alertAnswer, incidentAnswer, verdictAnswer } from "#lib/api/schemas/incidents";

/** An incident as the browser has it: the API's answer. */
export type Incident = z.output<typeof incidentAnswer>;
export type Alert = z.output<typeof alertAnswer>;
/** What became of a press: when `changed` is false, `by` says who was first. */
export type Verdict = z.output<typeof verdictAnswer>;
/** Which incidents are meant, as the API takes it. */
export type ApiFilter = {
  status: IncidentTab;
  serviceId: string[];
  assigneeId: string[];
  severity: Severity[];
  urgency: Urgency[];
  source: string[];
  q?: string;
  since?: string;
  until?: string;
};
export type Page<Row> = { data: Row[]; nextCursor: string | null };

type Jsoned<Value> = Value extends Date
  ? string
  : Value extends (infer Row)[]
    ? Jsoned<Row>[]
    : Value extends object
      ? { [Key in keyof Value]: Jsoned<Value[Key]> }
      : Value;

/** A value as it is after a way through JSON, so that what the server draws and what the API answers are the same. */
export function jsoned<Value>(value: Value): Jsoned<Value> {
  return JSON.parse(JSON.stringify(value)) as Jsoned<Value>;
}
