import { sql } from "#db/client";
import { log } from "#lib/log";

export type Lease = {
  /** Resolves when others have taken the pool for dead: its jobs may be running elsewhere by now. */
  lost: Promise<void>;
  end(): Promise<void>;
};

const beatMs = 3000;
const sweepMs = 2000;
/** A pool that was not seen for so long is dead. */
const patience = "10 seconds";

/** Keeps the pool's row in timer_heartbeats fresh, and gives the jobs of dead pools back. */
export function keepAlive(poolId: string): Lease {
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  let isKnown = false;
  const beating = repeat(beatMs, "a heartbeat of the timers was not written", async () => {
    if (!isKnown) isKnown = await register(poolId);
    else if (!(await beat(poolId))) lose();
  });
  const sweeping = repeat(sweepMs, "dead timers were not swept", sweep);
  return {
    lost,
    async end() {
      await Promise.all([beating(), sweeping()]);
      await sql()`delete from timer_heartbeats where id = ${poolId}`.catch(() => undefined);
    },
  };
}

/** Gives back the jobs of pools that have no fresh heartbeat. A lock may be a little older than its pool's first heartbeat. */
export async function sweep(): Promise<void> {
  await sql()`delete from timer_heartbeats where seen_at < now() - ${patience}::interval`;
  await sql()`
    select graphile_worker.force_unlock_workers(array_agg(distinct job.locked_by)) from graphile_worker.jobs job
    where job.locked_at < now() - ${patience}::interval
      and not exists (select from timer_heartbeats alive where alive.id = job.locked_by)
    having count(*) > 0`;
}

async function register(poolId: string): Promise<true> {
  await sql()`insert into timer_heartbeats (id, seen_at) values (${poolId}, now()) on conflict (id) do update set seen_at = now()`;
  return true;
}

async function beat(poolId: string): Promise<boolean> {
  const beaten = await sql()`update timer_heartbeats set seen_at = now() where id = ${poolId} returning id`;
  return beaten.length > 0;
}

/** Does `work` now and again `everyMs` after it was done. Returns how to stop, which waits for what is under way. */
function repeat(everyMs: number, trouble: string, work: () => Promise<void>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let current = once();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
  };

  async function once(): Promise<void> {
    await work().catch((error: unknown) => log.warn({ error }, trouble));
    if (isStopped) return;
    timer = setTimeout(() => {
      current = once();
    }, everyMs);
  }
}
