import { and, desc, eq, lt, sql } from "drizzle-orm";
import { db } from "#db/client";
import { decodeCursor, type Page, pageOf } from "#db/queries/cursor";
import { alerts, requests } from "#db/schema/incidents";
import { isUuid, uuidPattern } from "#lib/id";

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
};

type AlertRow = Awaited<ReturnType<typeof alertRows>>[number];
/** The request that carried an alert; null once retention has dropped it. `body` is what could be read as UTF-8. */
export type RawRequest = { id: string; receivedAt: Date; method: string; path: string; headers: Record<string, string>; body: string; truncated: boolean };
export type AlertView = AlertRow & { request: RawRequest | null };

/** How much of each body a page of alerts carries; `alertById` gives the whole. */
const bodyBytesInPage = 16_384;
const mostPerPage = 100;

/** The alerts of the incident, newest first, each with the start of the request that carried it. */
export async function listAlerts(incidentId: string, page: { cursor?: string | undefined; limit?: number } = {}): Promise<Page<AlertView>> {
  const limit = Math.min(Math.max(page.limit ?? 25, 1), mostPerPage);
  const before = page.cursor && decodeCursor(page.cursor, uuidPattern);
  const rows = await alertRows(and(eq(alerts.incidentId, incidentId), before ? lt(alerts.id, before) : undefined), limit + 1);
  const { data, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { data: await Promise.all(data.map((alert) => withRequest(alert, bodyBytesInPage))), nextCursor };
}

/** One alert with the whole request that carried it. */
export async function alertById(id: string): Promise<AlertView | undefined> {
  if (!isUuid(id)) return undefined;
  const [alert] = await alertRows(eq(alerts.id, id), 1);
  return alert && withRequest(alert, null);
}

function alertRows(where: ReturnType<typeof and>, limit: number) {
  return db().select(columns).from(alerts).where(where).orderBy(desc(alerts.id)).limit(limit);
}

async function withRequest(alert: AlertRow, mostBytes: number | null): Promise<AlertView> {
  const size = mostBytes ?? 2 ** 30;
  const [row] = await db()
    .select({
      id: requests.id,
      receivedAt: requests.receivedAt,
      method: requests.method,
      path: requests.path,
      headers: requests.headers,
      body: sql<Uint8Array>`substring(${requests.body} for ${size}::int)`,
      truncated: sql<boolean>`length(${requests.body}) > ${size}::int`,
    })
    .from(requests)
    .where(and(eq(requests.id, alert.requestId), isReceivedAround(alert.receivedAt)));
  return { ...alert, request: row ? { ...row, body: Buffer.from(row.body).toString("utf8") } : null };
}

// Without a time Postgres would look into the partition of every day.
function isReceivedAround(at: Date) {
  return sql`${requests.receivedAt} between ${at.toISOString()}::timestamptz - interval '1 hour' and ${at.toISOString()}::timestamptz + interval '1 hour'`;
}
