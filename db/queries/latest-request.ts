import { z } from "zod";
import { sql } from "#db/client";
import { isUuid } from "#db/id";
import { bytes, json } from "#db/row-types";
import { outcomes } from "#db/vocabulary";

const requestRow = z.object({
  id: z.string(),
  receivedAt: z.date(),
  outcome: z.enum(outcomes),
  method: z.string(),
  query: z.string(),
  headers: json<Record<string, string>>(),
  body: bytes,
});

/** What a mapping is tried on: a request as it was kept. Its body may hold a key and is for no reader yet. */
export type LatestRequest = z.output<typeof requestRow>;

/** The last request of the integration that came with a body, whatever became of it; replays do not count. */
export async function latestRequest(integrationId: string): Promise<LatestRequest | undefined> {
  if (!isUuid(integrationId)) return undefined;
  const [request] = await sql().of(requestRow)`
    select id, received_at as "receivedAt", outcome, method, query, headers, body from requests
    where integration_id = ${integrationId} and octet_length(body) > 0 and replay_of is null
    order by received_at desc, id desc limit 1`;
  return request;
}
