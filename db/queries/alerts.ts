import { and, between, desc, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client";
import { isUuid, uuidPattern } from "#db/id";
import { decodeCursor, type Page, pageOf } from "#db/queries/cursor";
import { hideKeys } from "#db/queries/hide-keys";
import { alerts, requests } from "#db/schema/incidents";

const columns = {
  id: alerts.id,
  requestId: alerts.requestId,
  integrationId: alerts.integrationId,
  action: alerts.action,
  dedupKey: alerts.dedupKey,
  summary: alerts.summary,
  source: alerts.source,
  severity: alerts.severity,
  details: alerts.details,
  links: alerts.links,
  images: alerts.images,
  occurredAt: alerts.occurredAt,
  receivedAt: alerts.receivedAt,
  suppressed: alerts.suppressed,
};

type AlertRow = Awaited<ReturnType<typeof alertRows>>[number];
/** The request that carried an alert; null when there was none or retention has dropped it. `body` is what could be read as UTF-8. */
export type RawRequest = {
  id: string;
  receivedAt: Date;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  truncated: boolean;
};
export type AlertView = AlertRow & { request: RawRequest | null };

/** How much of each body a page of alerts carries; `alertById` gives the whole. */
const bodyBytesInPage = 16_384;
const wholeBody = 2 ** 30;
const mostPerPage = 100;
/** An alert is stored within this time after its request came. */
const aroundMs = 3_600_000;

/** The alerts of the incident, newest first, each with the start of the request that carried it. */
export async function listAlerts(
  incidentId: string,
  page: { cursor?: string | undefined; limit?: number } = {},
): Promise<Page<AlertView>> {
  const limit = Math.min(Math.max(page.limit ?? 25, 1), mostPerPage);
  const before = page.cursor && decodeCursor(page.cursor, uuidPattern);
  const rows = await alertRows(
    and(eq(alerts.incidentId, incidentId), before ? lt(alerts.id, before) : undefined),
    limit + 1,
  );
  const { data, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { data: await withRequests(data, bodyBytesInPage), nextCursor };
}

/** One alert with the whole request that carried it. */
export async function alertById(id: string): Promise<AlertView | undefined> {
  if (!isUuid(id)) return undefined;
  const [alert] = await withRequests(await alertRows(eq(alerts.id, id), 1), wholeBody);
  return alert;
}

function alertRows(where: SQL | undefined, limit: number) {
  return db().select(columns).from(alerts).where(where).orderBy(desc(alerts.id)).limit(limit);
}

async function withRequests(rows: AlertRow[], mostBytes: number): Promise<AlertView[]> {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (!newest || !oldest) return [];
  const found = await requestRows(rows, oldest.receivedAt, newest.receivedAt, mostBytes);
  const requestOf = new Map(
    found.map((row) => [row.id, { ...row, body: hideKeys(Buffer.from(row.body).toString("utf8")) }]),
  );
  return rows.map((alert) => ({ ...alert, request: requestOf.get(alert.requestId ?? "") ?? null }));
}

// Without the times Postgres would look into the partition of every day.
function requestRows(rows: AlertRow[], from: Date, until: Date, mostBytes: number) {
  return db()
    .select({
      id: requests.id,
      receivedAt: requests.receivedAt,
      method: requests.method,
      path: requests.path,
      headers: requests.headers,
      body: sql<Uint8Array>`substring(${requests.body} for ${mostBytes}::int)`,
      truncated: sql<boolean>`length(${requests.body}) > ${mostBytes}::int`,
    })
    .from(requests)
    .where(
      and(
        inArray(
          requests.id,
          rows.flatMap((row) => row.requestId ?? []),
        ),
        between(requests.receivedAt, new Date(from.getTime() - aroundMs), new Date(until.getTime() + aroundMs)),
      ),
    );
}
