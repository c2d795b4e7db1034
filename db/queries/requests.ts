import type { PendingQuery } from "postgres";
import { type Sql, sql } from "#db/client";
import { decodeCursor, type Page, pageOf } from "#db/queries/cursor";
import { hideKeys } from "#db/queries/hide-keys";
import { unopenedTriggers } from "#db/queries/unopened-triggers";
import type { ReadEvent } from "#db/schema/incidents";
import type { Outcome } from "#db/vocabulary";
import { isUuid } from "#lib/id";

/** One received request as the log of an integration shows it. */
export type RequestView = {
  id: string;
  receivedAt: Date;
  outcome: Outcome;
  /** Why it was ignored or refused, or which parts of it could not be read. */
  reason: string | null;
  status: number;
  durationMs: number;
  events: ReadEvent[];
  incidents: { id: string; number: number }[];
  incidentIds: string[];
  /** The request this one is a replay of. */
  replayOf: string | null;
};

/** One request with all that was received. `body` is text, or base64 when it is not UTF-8. */
export type RequestDetail = RequestView & {
  source: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
  bodyEncoding: "utf8" | "base64";
  ip: string;
  /** The dedup keys of its triggers that opened nothing, because a resolve had come first. */
  unopened: string[];
};

/** One request as it was kept, to be read again. Its body may hold a key: people are shown `requestById`. */
export type StoredRequest = Omit<RequestView, "incidents"> & Received;

export const mostRequestsPerPage = 100;

type ListOf = { outcome?: Outcome | undefined; cursor?: string | undefined; limit?: number | undefined };

/** The requests of an integration, newest first. */
export async function requestsOfIntegration(
  integrationId: string,
  { outcome, cursor, limit: asked = 50 }: ListOf = {},
): Promise<Page<RequestView>> {
  if (!isUuid(integrationId)) return { data: [], nextCursor: null };
  const limit = Math.min(Math.max(asked, 1), mostRequestsPerPage);
  const pg = sql();
  const rows = await pg<Row[]>`
    select ${columns(pg)} from requests where integration_id = ${integrationId}
      ${outcome ? pg`and outcome = ${outcome}` : pg``} ${cursor ? before(pg, cursor) : pg``}
    order by received_at desc, id desc limit ${limit + 1}`;
  const { data, nextCursor } = pageOf(rows, limit, (row) => `${row.receivedAt.getTime()}:${row.id}`);
  return { data: await withIncidents(data), nextCursor };
}

/** One request of the integration, for the inspector. */
export async function requestById(integrationId: string, id: string): Promise<RequestDetail | undefined> {
  const row = await storedRequest(integrationId, id);
  if (!row) return undefined;
  const [request] = await withIncidents([{ ...row, ...textOf(row.body) }]);
  return request && { ...request, unopened: (await unopenedTriggers([id])).get(id) ?? [] };
}

/** The same with the bytes of its body. */
export async function storedRequest(integrationId: string, id: string): Promise<StoredRequest | undefined> {
  if (!isUuid(integrationId) || !isUuid(id)) return undefined;
  const pg = sql();
  const [row] = await pg<StoredRequest[]>`
    select ${columns(pg)}, source, method, path, query, headers, body, ip
    from requests where integration_id = ${integrationId} and id = ${id} ${near(pg, id)}`;
  return row;
}

/** The replays of a request, oldest first. */
export async function replaysOf(requestId: string): Promise<{ id: string; receivedAt: Date }[]> {
  if (!isUuid(requestId)) return [];
  return sql()`select id, received_at as "receivedAt" from requests where replay_of = ${requestId} order by received_at, id limit ${mostRequestsPerPage}`;
}

type Row = Omit<RequestView, "incidents">;
type Received = Omit<RequestDetail, keyof RequestView | "body" | "bodyEncoding" | "unopened"> & { body: Uint8Array };

const columns = (pg: Sql) =>
  pg`id, received_at as "receivedAt", outcome, reason, status, duration_ms as "durationMs", events, incident_ids as "incidentIds", replay_of as "replayOf"`;

const cursorPattern = /^(\d{1,14}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function before(pg: Sql, cursor: string): PendingQuery<never[]> {
  const [at = "", id = ""] = decodeCursor(cursor, cursorPattern).split(":");
  return pg`and (received_at, id) < (${new Date(Number(at))}, ${id}::uuid)`;
}

// The id of a request is a uuid v7 made when it came, so only the partitions of those days are looked into.
function near(pg: Sql, id: string): PendingQuery<never[]> {
  const madeAtMs = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  const dayMs = 86_400_000;
  const isMoment = id.charAt(14) === "7";
  return isMoment ? pg`and received_at between ${new Date(madeAtMs - dayMs)} and ${new Date(madeAtMs + dayMs)}` : pg``;
}

async function withIncidents<R extends Row>(rows: R[]): Promise<(R & { incidents: RequestView["incidents"] })[]> {
  const ids = [...new Set(rows.flatMap((row) => row.incidentIds))];
  const found =
    ids.length === 0
      ? []
      : await sql()<{ id: string; number: string }[]>`select id, number from incidents where id = any(${ids}::uuid[])`;
  const byId = new Map(found.map(({ id, number }) => [id, { id, number: Number(number) }]));
  return rows.map((row) => ({ ...row, incidents: row.incidentIds.flatMap((id) => byId.get(id) ?? []) }));
}

function textOf(body: Uint8Array): Pick<RequestDetail, "body" | "bodyEncoding"> {
  try {
    return {
      body: hideKeys(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body)),
      bodyEncoding: "utf8",
    };
  } catch {
    return { body: Buffer.from(body).toString("base64"), bodyEncoding: "base64" };
  }
}
