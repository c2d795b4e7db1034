import { type Sql, sql } from "#db/client";
import { dropPartitionsBefore, preparePartitions } from "#db/partitions";
import { now } from "#lib/clock";
import { env } from "#lib/env";
import { log } from "#lib/log";

const dayMs = 86_400_000;

/** Runs every night: makes room for the days ahead, and lets go of what is no longer kept. Safe to run twice. */
export async function keepHouse(): Promise<void> {
  const at = now();
  const keepFrom = new Date(at.getTime() - env().TOCSIN_RETENTION_DAYS * dayMs);
  await preparePartitions(sql(), at);
  const dropped = await dropOldDays(keepFrom);
  for (const deletion of deletions(sql(), at, keepFrom)) await deletion;
  log.info({ dropped }, "the nightly house-keeping is done");
}

/** Dropping waits for readers, and whoever posts waits behind it: it gives up soon, and the job is tried again later. */
async function dropOldDays(keepFrom: Date): Promise<string[]> {
  const connection = await sql().reserve();
  try {
    await connection`set lock_timeout = '2s'`;
    return await dropPartitionsBefore(connection, keepFrom);
  } finally {
    await connection`reset lock_timeout`;
    connection.release();
  }
}

function deletions(pg: Sql, at: Date, keepFrom: Date) {
  const daysAgo = (days: number) => new Date(at.getTime() - days * dayMs);
  return [
    // What fell outside the days that were prepared.
    pg`delete from requests_default where received_at < ${keepFrom}`,
    pg`delete from attempts_default where at < ${keepFrom}`,
    // Ended ones are shown for a month.
    // Both kept for a while: people look at where they were signed in, and a late click is told that the invitation has expired.
    pg`delete from sessions where expires_at < ${daysAgo(30)}`,
    pg`delete from invitations where expires_at < ${daysAgo(30)}`,
    pg`delete from sign_in_failures where expire < ${at}`,
    pg`delete from integration_usage where minute < ${daysAgo(1)}`,
    pg`delete from received_deliveries where received_at < ${daysAgo(1)}`,
    pg`update integrations set previous_signature_secret = null, previous_secret_expires_at = null where previous_secret_expires_at < ${at}`,
    pg`delete from integration_keys where expires_at < ${daysAgo(1)}`,
    pg`delete from destination_stats where bucket < ${daysAgo(7)}`,
  ];
}
