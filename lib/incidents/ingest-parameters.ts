import { newId } from "#db/id";
import {
  bodyOf,
  type Column,
  eventColumns,
  moreEventColumns,
  moreRequestColumns,
  type PlacedEvent,
  type PlacedRequest,
  requestColumns,
} from "#lib/incidents/ingest-columns";
import type { Intake } from "#lib/incidents/intake";

/** What a statement is given of each request and each event. */
type Given = { requests: readonly Column<PlacedRequest>[]; events: readonly Column<PlacedEvent>[] };

export const usual: Given = { requests: requestColumns, events: eventColumns };
export const everything: Given = {
  requests: [...requestColumns, ...moreRequestColumns],
  events: [...eventColumns, ...moreEventColumns],
};

/** The names of the parameters that are no columns. */
export const parameter = { moment: "$1", minute: "$2", requests: "$3", events: "$4", bodies: "$5" } as const;

const columnsBegin = Object.keys(parameter).length + 1;

/** The two relations a statement is given, in SQL: `request` and `event`, each row with its number from one in `no`. */
export function givenRelations({ requests, events }: Given): string {
  return `
request as materialized (${rowsOf(requests, parameter.requests, columnsBegin)}),
event as materialized (${rowsOf(events, parameter.events, columnsBegin + requests.length)})`;
}

/** A batch as it goes into a statement, with the ids of all that it may make. */
export type PlacedBatch = { now: Date; bodies: Buffer; requests: PlacedRequest[]; events: PlacedEvent[] };

/** Numbers the requests, events and dedup keys of a batch that is stored at `now`. */
export function placed(batch: Intake[], now: Date): PlacedBatch {
  return {
    now,
    bodies: Buffer.concat(batch.map(bodyOf)),
    requests: placedRequests(batch),
    events: placedEvents(batch),
  };
}

/** What stands for each parameter of a statement that is given these columns. */
export function parametersOf(given: Given, { now, bodies, requests, events }: PlacedBatch): unknown[] {
  return [
    momentAfterLast(now),
    minuteOf(now),
    requests.length,
    events.length,
    bodies,
    ...valuesOf(given.requests, requests),
    ...valuesOf(given.events, events),
  ];
}

function rowsOf<Row>(columns: readonly Column<Row>[], count: string, from: number): string {
  const arrays = columns.map(([, type], at) => `unnest($${from + at}::${type}[])`);
  return `
  select * from rows from (generate_series(1, ${count}::int), ${arrays.join(", ")})
    as given(no, ${columns.map(([name]) => name).join(", ")})`;
}

const valuesOf = <Row>(columns: readonly Column<Row>[], rows: Row[]) => columns.map(([, , read]) => rows.map(read));

function placedEvents(batch: Intake[]): PlacedEvent[] {
  const keys = new Map<string, number>();
  return batch.flatMap((intake, at) =>
    intake.events.map((event, index) => {
      const key = `${event.scope} ${event.dedupKey}`;
      const keyNo = keys.get(key) ?? keys.size;
      keys.set(key, keyNo);
      return { intake: at, index, keyNo, event, ids: { alert: newId(), incident: newId(), change: newId() } };
    }),
  );
}

function placedRequests(batch: Intake[]): PlacedRequest[] {
  const counted = new Map<string | null, number>();
  let end = 1;
  return batch.map((intake) => {
    const bodyAt = end;
    end += bodyOf(intake).byteLength;
    return { intake, rank: rankAmong(counted, intake), bodyAt };
  });
}

/** The place of a counted request among those of its integration, from 1; 0 where it does not count. */
function rankAmong(counted: Map<string | null, number>, { origin, counts }: Intake): number {
  if (!counts) return 0;
  const integrationId = origin.integrationId ?? null;
  const rank = (counted.get(integrationId) ?? 0) + 1;
  counted.set(integrationId, rank);
  return rank;
}

const last = { moment: "", statements: 0 };

/** Statements of one millisecond still come one after the other: what was resolved later has overtaken what waits. */
function momentAfterLast(now: Date): string {
  const moment = now.toISOString();
  last.statements = moment === last.moment ? last.statements + 1 : 0;
  last.moment = moment;
  return last.statements === 0 ? moment : moment.replace("Z", `${String(last.statements).padStart(3, "0")}Z`);
}

function minuteOf(now: Date): string {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
}
