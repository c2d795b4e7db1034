import { sql } from "#db/client";
import { sqlCodeOf } from "#db/errors";
import { now } from "#lib/clock";
import { type Result, settle } from "#lib/delivery/settle";
import { log } from "#lib/log";

/** Writes results in batches as they come and keeps those that cannot be written until they can. */
export type Settler = {
  add(result: Result): void;
};

type Told = { workerId: string; onSettled: (results: readonly Result[], written: ReadonlySet<string>) => void };

const retryMs = 500;
const mostAtOnce = 200;

export function startSettler({ workerId, onSettled }: Told): Settler {
  const waiting: Result[] = [];
  let isWriting = false;
  let isTroubled = false;

  const write = async () => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      const left = await writeBatch(workerId, batch, onSettled);
      if (left.error !== undefined && !isTroubled)
        log.warn(
          { error: left.error, results: left.results.length },
          "results cannot be written now; they are kept and tried again",
        );
      isTroubled = left.error !== undefined;
      waiting.unshift(...left.results);
      if (isTroubled) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    isWriting = false;
  };

  return {
    add: (result) => {
      waiting.push(result);
      // What finishes in the same turn of the loop goes into the same statement.
      setImmediate(() => void write());
    },
  };
}

/** Writes `batch`; gives back what must be kept for later, and why. */
async function writeBatch(
  workerId: string,
  batch: readonly Result[],
  onSettled: Told["onSettled"],
): Promise<{ results: readonly Result[]; error?: unknown }> {
  let written: Set<string>;
  try {
    written = await settle(sql(), workerId, batch, now());
  } catch (error) {
    if (!isRefusedForGood(error)) return { results: batch, error };
    return writeSingly(workerId, batch, onSettled);
  }
  onSettled(batch, written);
  return { results: [] };
}

/** One result that Postgres refuses must not keep back the others; it is written without its log. */
async function writeSingly(
  workerId: string,
  batch: readonly Result[],
  onSettled: Told["onSettled"],
): Promise<{ results: readonly Result[]; error?: unknown }> {
  for (const [at, result] of batch.entries()) {
    let written = new Set<string>();
    try {
      written = await settleOrBare(workerId, result);
    } catch (error) {
      if (!isRefusedForGood(error)) return { results: batch.slice(at), error };
      log.error({ error, delivery: result.claimed.id }, "a result cannot be written; the delivery is made again later");
    }
    onSettled([result], written);
  }
  return { results: [] };
}

async function settleOrBare(workerId: string, result: Result): Promise<Set<string>> {
  try {
    return await settle(sql(), workerId, [result], now());
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    const bare = {
      request: null,
      responseHeaders: null,
      responseBody: null,
      error: result.attempted.error && "(not readable)",
    };
    return await settle(sql(), workerId, [{ ...result, attempted: { ...result.attempted, ...bare } }], now());
  }
}

/** Does Postgres refuse the values (classes 22 and 23: wrong values, constraints), so that trying again changes nothing? */
function isRefusedForGood(error: unknown): boolean {
  return /^2[23]/.test(sqlCodeOf(error));
}
