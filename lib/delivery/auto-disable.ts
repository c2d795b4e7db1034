import { z } from "zod";
import type { Sql } from "#db/sql";
import { tocsinItself } from "#db/vocabulary";
import { change } from "#lib/change/change";
import {
  type Bucket,
  historyMs,
  type Judgement,
  type Policy,
  shouldAutoDisable,
} from "#lib/delivery/should-auto-disable";
import { switchOff } from "#lib/destinations/switch-off";
import { log } from "#lib/log";

/** Disables those of `destinationIds` that fail too much. Called after failed attempts were written. */
export async function disableFailing(
  sql: Sql,
  destinationIds: readonly string[],
  policy: Policy,
  now: Date,
): Promise<void> {
  if (destinationIds.length === 0) return;
  for (const { id, ...stats } of await statsOf(sql, destinationIds, policy, now)) {
    const judgement = shouldAutoDisable(stats, policy, now);
    if (judgement.disable) await disableBroken(id, reasonFor(judgement, policy), now);
  }
}

/** Disables a destination on Tocsin's own account, and says why to everyone who should know. */
export async function disableBroken(id: string, reason: string, now: Date): Promise<void> {
  const off = { reason, event: "system.integration_broken", action: "destination.auto_disabled" } as const;
  const row = await change({ actor: tocsinItself, now }, (writing) => switchOff(writing, id, off));
  if (row) log.warn({ destination: id, name: row.name, reason }, "disabled an integration");
}

const bucketRow = z.object({
  id: z.string(),
  from: z.date(),
  lastExhaustedAt: z.date().nullable(),
  bucket: z.date().nullable(),
  ok: z.number(),
  bad: z.number(),
});

type StatsRow = Pick<z.output<typeof bucketRow>, "id" | "from" | "lastExhaustedAt"> & { buckets: Bucket[] };

async function statsOf(sql: Sql, ids: readonly string[], policy: Policy, now: Date): Promise<StatsRow[]> {
  const since = new Date(now.getTime() - historyMs(policy));
  const rows = await sql.of(bucketRow)`
    select e.id, e.stats_from as "from", e.last_exhausted_at as "lastExhaustedAt", s.bucket, coalesce(s.ok, 0) as ok, coalesce(s.bad, 0) as bad
    from destinations e left join destination_stats s on s.destination_id = e.id and s.bucket > ${since}
    where e.id = any (${ids}::uuid[]) and e.disabled_at is null and e.deleted_at is null`;
  const byId = new Map<string, StatsRow>();
  for (const { bucket, ok, bad, ...row } of rows) {
    const stats = byId.get(row.id) ?? { ...row, buckets: [] };
    if (bucket) stats.buckets.push({ at: bucket, ok, bad });
    byId.set(row.id, stats);
  }
  return [...byId.values()];
}

function reasonFor({ failed, requests, share }: Judgement, policy: Policy): string {
  const hours = policy.windowMs / 3_600_000;
  return `${failed} of ${requests} requests failed in ${hours} hours (${Math.round(share * 100)} %). Fix the receiver, then enable the integration again.`;
}
