import { and, not, or, type SQL, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import { opsgenieAlerts as facts } from "#db/schema/opsgenie";
import type { Comparison, Field, Query } from "#lib/opsgenie/query-fields";
import { Refusal } from "#lib/refusal";

/** The priority of an alert: what its severity says, and between P4 and P5 what was sent. */
export const priorityIs = sql<string>`case ${incidents.severity} when 'critical' then 'P1' when 'error' then 'P2' when 'warning' then 'P3'
  else case when ${facts.priority} = 'P4' then 'P4' else 'P5' end end`;

/** A query as SQL over incidents joined with their facts. Refuses values that do not fit their field. */
export function matches(query: Query): SQL | undefined {
  switch (query.kind) {
    case "all":
      return query.of.length === 0 ? undefined : sql`(${and(...query.of.map(matches))})`;
    case "any":
      return sql`(${or(...query.of.map((one) => matches(one) ?? sql`true`))})`;
    case "not":
      return not(sql`(${matches(query.of) ?? sql`true`})`);
    case "text":
      return sql`(${or(...texts.map((text) => isLike(text, query.text)), hasTag(query.text))})`;
    case "field":
      return fieldIs(query);
  }
}

const alias = sql`coalesce(${facts.alias}, ${incidents.dedupKey})`;
const source = sql`coalesce(nullif(${facts.source}, ''), ${incidents.source})`;
const entity = sql`coalesce(${facts.entity}, '')`;
const description = sql`coalesce(${facts.description}, '')`;
const texts: SQL[] = [sql`${incidents.title}`, alias, entity, source, description];

type Condition = Extract<Query, { kind: "field" }>;

const conditions: Record<Field, (condition: Condition) => SQL> = {
  status: (condition) =>
    yes(condition, sql`${incidents.status} <> 'resolved'`, oneOf(condition, ["open", "closed"]) === "open"),
  acknowledged: (condition) => yes(condition, sql`${incidents.acknowledgedAt} is not null`, isTrue(condition)),
  isSeen: (condition) => yes(condition, sql`${incidents.acknowledgedAt} is not null`, isTrue(condition)),
  snoozed: (condition) => yes(condition, sql`${incidents.snoozedUntil} is not null`, isTrue(condition)),
  priority: (condition) => compared(priorityIs, condition, sql`${oneOf(condition, priorities).toUpperCase()}`),
  tag: (condition) => yes(condition, hasTag(condition.value), true),
  message: (condition) => yes(condition, isLike(sql`${incidents.title}`, condition.value), true),
  alias: (condition) => yes(condition, isLike(alias, condition.value), true),
  entity: (condition) => yes(condition, isLike(entity, condition.value), true),
  source: (condition) => yes(condition, isLike(source, condition.value), true),
  description: (condition) => yes(condition, isLike(description, condition.value), true),
  owner: (condition) =>
    yes(
      condition,
      sql`exists (select from people p where p.id = any (${incidents.assigneeIds})
        and (${isLike(sql`p.email`, condition.value)} or ${isLike(sql`p.name`, condition.value)}))`,
      true,
    ),
  responders: (condition) =>
    yes(condition, isLike(sql`coalesce(${facts.responders}::text, '')`, jsonText(condition.value)), true),
  details: (condition) => yes(condition, hasDetail(condition), true),
  alertId: (condition) => yes(condition, sql`${incidents.id}::text = ${condition.value.toLowerCase()}`, true),
  tinyId: (condition) => compared(sql`${incidents.number}`, condition, sql`${wholeNumber(condition)}::bigint`),
  count: (condition) => compared(sql`${incidents.alertCount}`, condition, sql`${wholeNumber(condition)}::bigint`),
  createdAt: (condition) => at(sql`${incidents.openedAt}`, condition),
  updatedAt: (condition) => at(sql`${incidents.changedAt}`, condition),
  lastOccurredAt: (condition) => at(sql`${incidents.lastAlertAt}`, condition),
  snoozedUntil: (condition) => at(sql`${incidents.snoozedUntil}`, condition),
};

const fieldIs = (condition: Condition): SQL => conditions[condition.field](condition);

/** `fact`, or its opposite where the query asks for that. Fields of words know only = and !=. */
function yes({ field, is }: Condition, fact: SQL, wanted: boolean): SQL {
  if (is !== "=" && is !== "!=") throw wrong(`${field} cannot be compared with ${is}; use : or !=.`);
  return (is === "=") === wanted ? sql`(${fact})` : not(sql`(${fact})`);
}

const operators: Record<Comparison, SQL> = {
  "=": sql`=`,
  "!=": sql`<>`,
  ">": sql`>`,
  ">=": sql`>=`,
  "<": sql`<`,
  "<=": sql`<=`,
};

const compared = (fact: SQL, { is }: Condition, value: SQL): SQL => sql`(${fact} ${operators[is]} ${value})`;

const at = (fact: SQL, condition: Condition): SQL =>
  compared(fact, condition, sql`${momentIn(condition).toISOString()}::timestamptz`);

/** Upper and lower case are one; an asterisk stands for any text. */
const isLike = (fact: SQL, text: string): SQL => sql`${fact} ilike ${`%${pattern(text)}%`}`;

const pattern = (text: string): string => text.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");

const hasTag = (text: string): SQL =>
  sql`exists (select from unnest(${facts.tags}) tag where tag ilike ${pattern(text)})`;

function hasDetail({ detail, value }: Condition): SQL {
  const named = detail ? sql`one.key = ${detail} and` : sql``;
  return sql`exists (select from jsonb_each_text(coalesce(${facts.details}, '{}')) one where ${named} ${isLike(sql`one.value`, value)})`;
}

const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

const priorities = ["P1", "P2", "P3", "P4", "P5"];

function oneOf({ field, value }: Condition, words: string[]): string {
  const word = words.find((one) => one.toLowerCase() === value.toLowerCase());
  if (word) return word;
  throw wrong(`${field} is one of ${words.join(", ")}, not "${value}".`);
}

const isTrue = (condition: Condition): boolean => oneOf(condition, ["true", "false"]) === "true";

function wholeNumber({ field, value }: Condition): string {
  if (/^\d{1,15}$/.test(value)) return value;
  throw wrong(`${field} is a number, not "${value}".`);
}

const dayFirst = /^(\d{1,2})-(\d{1,2})-(\d{4})(?:T(.+))?$/;

/** Milliseconds since 1970, ISO 8601, or Opsgenie's 21-11-2026T08:00:00. */
function momentIn({ field, value }: Condition): Date {
  const [, day = "", month = "", year, time] = dayFirst.exec(value) ?? [];
  const iso = year
    ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${time ? `T${time.padEnd(5, ":00")}` : ""}`
    : value;
  const moment = /^\d{9,14}$/.test(value) ? new Date(Number(value)) : new Date(/^\d{4}-/.test(iso) ? iso : "");
  if (moment.getTime() > 0) return moment;
  throw wrong(`${field} is a moment, such as 2026-11-21T08:00:00Z or milliseconds since 1970, not "${value}".`);
}

const wrong = (message: string) =>
  new Refusal("invalid", "Query is not processable. Please check the errors.", { fields: { query: message } });
