import { sql } from "#db/client";
import type { Outcome } from "#db/vocabulary";
import { isUuid } from "#lib/id";

/** What a mapping is tried on: a request as it was kept. Its body may hold a key and is for no reader yet. */
export type LatestRequest = {
  id: string;
  receivedAt: Date;
  outcome: Outcome;
  method: string;
  query: string;
  headers: Record<string, string>;
  body: Uint8Array;
};

/** The last request of the integration that came with a body, whatever became of it; replays do not count. */
export async function latestRequest(integrationId: string): Promise<LatestRequest | undefined> {
  if (!isUuid(integrationId)) return undefined;
  const [request] = await sql()<LatestRequest[]>`
    select id, received_at as "receivedAt", outcome, method, query, headers, body from requests
    where integration_id = ${integrationId} and octet_length(body) > 0 and replay_of is null
    order by received_at desc, id desc limit 1`;
  return request;
}
