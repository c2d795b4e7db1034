import { z } from "zod";
import { sql } from "#db/client";
import { isUuid } from "#db/id";
import { decodeCursor, type Page, pageOf } from "#db/queries/cursor";
import { hideKeys } from "#db/queries/hide-keys";
import { unopenedTriggers } from "#db/queries/unopened-triggers";
import { bigint, bytes, json } from "#db/row-types";
import type { ReadEvent } from "#db/schema/incidents";
import { type Part, part } from "#db/sql";
import { type Outcome, outcomes } from "#db/vocabulary";

const summaryRow = z.object({
  id: z.string(),
  receivedAt: z.date(),
  outcome: z.enum(outcomes),
  /** Why it was ignored or refused, or which parts of it could not be read. */
  reason: z.string().nullable(),
  status: z.number(),
  durationMs: z.number(),
  events: json<ReadEvent[]>(),
  incidentIds: z.array(z.string()),
  /** The request this one is a replay of. */
  replayOf: z.string().nullable(),
});

const storedRow = summaryRow.extend({
  source: z.string(),
  method: z.string(),
  path: z.string(),
  query: z.string(),
  headers: json<Record<string, string>>(),
  body: bytes,
  ip: z.string(),
});

/** One received request as the log of an integration shows it. */
export type RequestView = Summary & { incidents: { id: string; number: number }[] };

/** One request with all that was received. `body` is text, or base64 when it is not UTF-8. */
export type RequestDetail = RequestView &
  Omit<StoredRequest, "body"> & {
    body: string;
    bodyEncoding: "utf8" | "base64";
    /** The dedup keys of its triggers that opened nothing, because a resolve had come first. */
    unopened: string[];
  };

/** One request as it was kept, to be read again. Its body may hold a key: people are shown `requestById`. */
export type StoredRequest = z.output<typeof storedRow>;

export const mostRequestsPerPage = 100;

type ListOf = { outcome?: Outcome | undefined; cursor?: string | undefined; limit?: number | undefined };

/** The requests of an integration, newest first. */
export async function requestsOfIntegration(
  integrationId: string,
  { outcome, cursor, limit: asked = 50 }: ListOf = {},
): Promise<Page<RequestView>> {
  if (!isUuid(integrationId)) return { data: [], nextCursor: null };
  const limit = Math.min(Math.max(asked, 1), mostRequestsPerPage);
  const rows = await sql().of(summaryRow)`
    select ${columns} from requests where integration_id = ${integrationId}
      ${outcome ? part`and outcome = ${outcome}` : part``} ${cursor ? before(cursor) : part``}
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
  const [row] = await sql().of(storedRow)`
    select ${columns}, source, method, path, query, headers, body, ip
    from requests where integration_id = ${integrationId} and id = ${id} ${near(id)}`;
  return row;
}

/** The replays of a request, oldest first. */
export async function replaysOf(requestId: string): Promise<{ id: string; receivedAt: Date }[]> {
  if (!isUuid(requestId)) return [];
  return sql().of(
    replayRow,
  )`select id, received_at as "receivedAt" from requests where replay_of = ${requestId} order by received_at, id limit ${mostRequestsPerPage}`;
}

type Summary = z.output<typeof summaryRow>;

const replayRow = z.object({ id: z.string(), receivedAt: z.date() });
const incidentRow = z.object({ id: z.string(), number: bigint });

const columns = part`id, received_at as "receivedAt", outcome, reason, status, duration_ms as "durationMs", events, incident_ids as "incidentIds", replay_of as "replayOf"`;

const cursorPattern = /^(\d{1,14}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function before(cursor: string): Part {
  const [at = "", id = ""] = decodeCursor(cursor, cursorPattern).split(":");
  return part`and (received_at, id) < (${new Date(Number(at))}, ${id}::uuid)`;
}

// The id of a request is a uuid v7 made when it came, so only the partitions of those days are looked into.
function near(id: string): Part {
  const madeAtMs = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  const dayMs = 86_400_000;
  const isMoment = id.charAt(14) === "7";
  return isMoment
    ? part`and received_at between ${new Date(madeAtMs - dayMs)} and ${new Date(madeAtMs + dayMs)}`
    : part``;
}

async function withIncidents<R extends Pick<Summary, "incidentIds">>(
  rows: R[],
): Promise<(R & { incidents: RequestView["incidents"] })[]> {
  const ids = [...new Set(rows.flatMap((row) => row.incidentIds))];
  const found =
    ids.length === 0
      ? []
      : await sql().of(incidentRow)`select id, number from incidents where id = any(${ids}::uuid[])`;
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
