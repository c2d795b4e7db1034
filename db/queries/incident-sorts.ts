import { and, asc, desc, type SQL, sql } from "drizzle-orm";
import { ForeignCursor } from "#db/queries/cursor";
import { incidents } from "#db/schema/incidents";
import { people } from "#db/schema/people";
import { services } from "#db/schema/services";
import { type IncidentSort, type IncidentSortKey, incidentSortKeys } from "#db/vocabulary";

/** What orders rows, as SQL: their keys, the condition that they come after `cursor`, and the key a cursor is made of. */
export type Ordering = { orderBy: SQL[]; after: SQL | undefined; key: SQL<string> };

/**
 * How incidents are ordered. Among equals the newest is first. A cursor holds the values themselves, so that it keeps its
 * place when its row changes or is gone; throws ForeignCursor for one of another order.
 */
export function orderingOf(sort: IncidentSort, cursor: string | undefined): Ordering {
  const isFalling = sort.startsWith("-");
  const name = nameOf(sort);
  const direction = isFalling ? desc : asc;
  if (name === "number") {
    const after = cursor ? beyond(isFalling, sql`${incidents.number}`, sql`${numberIn(cursor)}::bigint`) : undefined;
    return { orderBy: [direction(incidents.number)], after, key: sql`''` };
  }
  const { key, type } = sorts[name];
  const orderBy = [direction(key), desc(incidents.number)];
  return { orderBy, after: cursor ? afterIn(cursor, sort) : undefined, key: type.write(key) };
}

/** The text of which the cursor at this row is made. */
export function cursorTextOf(sort: IncidentSort, row: { number: number; sortKey: string }): string {
  return nameOf(sort) === "number" ? String(row.number) : `${sort}:${row.number}:${row.sortKey}`;
}

function afterIn(cursor: string, sort: IncidentSort): SQL | undefined {
  const isFalling = sort.startsWith("-");
  const { key, type } = sorts[nameOf(sort)];
  const [, of, number = "", value = ""] = /^(-?[a-z]+):(\d{1,15}):(.*)$/s.exec(textIn(cursor)) ?? [];
  if (of !== sort || !type.isValue(value)) throw foreign();
  const place = type.read(value);
  // One comparison of both where they run the same way, which an index of both can follow.
  if (isFalling) return sql`(${key}, ${incidents.number}) < (${place}, ${number}::bigint)`;
  return and(sql`${key} >= ${place}`, sql`(${key} > ${place} or ${incidents.number} < ${number}::bigint)`);
}

type KeyType = { write: (key: SQL) => SQL<string>; isValue: (text: string) => boolean; read: (text: string) => SQL };

const whole: KeyType = {
  write: (key) => sql`(${key})::text`,
  isValue: (text) => /^\d{1,9}$/.test(text),
  read: (text) => sql`${text}::integer`,
};
const words: KeyType = {
  write: (key) => sql`${key}`,
  isValue: (text) => !text.includes("\0") && text.isWellFormed(),
  read: (text) => sql`${text}::text`,
};
const time: KeyType = {
  write: (key) => sql`to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  isValue: isMoment,
  read: (text) => sql`${text}::timestamptz`,
};

const longestKey = 64;
const start = (text: SQL) => sql`left(lower(${text}), ${sql.raw(String(longestKey))})`;
const ranked = (column: SQL, worstLast: string[]) =>
  sql`case ${column} ${sql.raw(worstLast.map((word, at) => `when '${word}' then ${at}`).join(" "))} end`;

const sorts: Record<IncidentSortKey, { key: SQL; type: KeyType }> = {
  priority: { key: sql`${incidents.priority}`, type: whole },
  number: { key: sql`${incidents.number}`, type: whole },
  title: { key: start(sql`${incidents.title}`), type: words },
  service: { key: start(sql`${services.name}`), type: words },
  severity: { key: ranked(sql`${incidents.severity}`, ["info", "warning", "error", "critical"]), type: whole },
  urgency: { key: ranked(sql`${incidents.urgency}`, ["low", "high"]), type: whole },
  alerts: { key: sql`${incidents.alertCount}`, type: whole },
  // Those that nobody has come before A.
  assignee: {
    key: sql`case when ${incidents.assigneeIds} = '{}' then '' else coalesce((select min(${start(sql`${people.name}`)}) from ${people} where ${people.id} = any(${incidents.assigneeIds})), '') end`,
    type: words,
  },
  opened: { key: sql`${incidents.openedAt}`, type: time },
  changed: { key: sql`${incidents.changedAt}`, type: time },
};

function nameOf(sort: IncidentSort): IncidentSortKey {
  return incidentSortKeys.find((key) => sort === key || sort === `-${key}`) ?? "number";
}

function beyond(isFalling: boolean, key: SQL, place: SQL): SQL {
  return isFalling ? sql`${key} < ${place}` : sql`${key} > ${place}`;
}

function numberIn(cursor: string): string {
  const number = textIn(cursor);
  if (!/^\d{1,15}$/.test(number)) throw foreign();
  return number;
}

const textIn = (cursor: string) => Buffer.from(cursor, "base64url").toString("utf8");

// A day that is in no calendar is read as another one.
function isMoment(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
}

const foreign = () => new ForeignCursor("The cursor is not one that this list gave. Start again without it.");
