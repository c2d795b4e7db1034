import { connect } from "#db/client";
import { dropPartitionsBefore, preparePartitions } from "#db/partitions";
import { part, sqlOn } from "#db/sql";
import { now } from "#lib/clock";
import { env } from "#lib/env";
import { log } from "#lib/log";

const dayMs = 86_400_000;

/** Makes room for the days ahead, and lets go of what is no longer kept. Safe to run twice. */
export async function keepHouse(): Promise<void> {
  const at = now();
  const keepFrom = new Date(at.getTime() - env().TOCSIN_RETENTION_DAYS * dayMs);
  const pool = connect(env().DATABASE_URL, 1, deadlines);
  try {
    await preparePartitions(pool, at);
    const dropped = await dropPartitionsBefore(pool, keepFrom);
    for (const deletion of deletions(at, keepFrom)) await sqlOn(pool)`${deletion}`;
    log.info({ dropped }, "the nightly house-keeping is done");
  } finally {
    await pool.end();
  }
}

/** Dropping waits for readers, and whoever posts waits behind it: it gives up soon, and is tried again later. */
const deadlines = { answerMs: 600_000, lockMs: 2_000 };

function deletions(at: Date, keepFrom: Date) {
  const daysAgo = (days: number) => new Date(at.getTime() - days * dayMs);
  return [
    // What fell outside the days that were prepared.
    part`delete from requests_default where received_at < ${keepFrom}`,
    part`delete from attempts_default where at < ${keepFrom}`,
    // Both kept for a while: people look at where they were signed in, and a late click is told that the invitation has expired.
    part`delete from sessions where expires_at < ${daysAgo(30)}`,
    part`delete from invitations where expires_at < ${daysAgo(30)}`,
    part`delete from sign_in_failures where expire < ${at}`,
    part`delete from integration_usage where minute < ${daysAgo(1)}`,
    part`delete from received_deliveries where received_at < ${daysAgo(1)}`,
    part`update integrations set previous_signature_secret = null, previous_secret_expires_at = null where previous_secret_expires_at < ${at}`,
    part`delete from integration_keys where expires_at < ${daysAgo(1)}`,
    part`delete from destination_stats where bucket < ${daysAgo(7)}`,
  ];
}
