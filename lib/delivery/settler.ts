import { sql } from "#db/client";
import { sqlCodeOf } from "#db/errors";
import { now } from "#lib/clock";
import { type Result, type Settlement, settle } from "#lib/delivery/settle";
import { log } from "#lib/log";

/** Writes results in batches as they come and keeps those that cannot be written until they can. */
export type Settler = {
  add(result: Result): void;
  /** Resolves when nothing is being written at the moment. */
  atRest(): Promise<void>;
};

type Told = {
  workerId: string;
  /** May the next of the same subject be taken after `result`? */
  mayGoOn: (result: Result) => boolean;
  onSettled: (results: readonly Result[], settlement: Settlement) => void;
  /** It was made, but nothing of its result can be written. */
  onUnwritable: (result: Result) => void;
  /** The answer did not come: results may be written, and deliveries taken, without our knowing. */
  onUnsure: () => void;
};

const retryMs = 500;
const mostAtOnce = 200;

export function startSettler(told: Told): Settler {
  const waiting: Result[] = [];
  let isWriting = false;
  let isTroubled = false;
  let writing: Promise<unknown> = Promise.resolve();

  const write = async () => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      const attempt = writeBatch(told, batch);
      writing = attempt;
      const left = await attempt;
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
    atRest: async () => void (await writing),
  };
}

type Left = { results: readonly Result[]; error?: unknown };

/** Writes `batch`; gives back what must be kept for later, and why. */
async function writeBatch(told: Told, batch: readonly Result[]): Promise<Left> {
  let settlement: Settlement;
  try {
    settlement = await settle(sql(), told.workerId, batch, now(), told.mayGoOn);
  } catch (error) {
    if (isRefusedForGood(error)) return writeSingly(told, batch);
    told.onUnsure();
    return { results: batch, error };
  }
  told.onSettled(batch, settlement);
  return { results: [] };
}

/** One result that Postgres refuses must not keep back the others; it is written without its log. */
async function writeSingly({ workerId, onSettled, onUnwritable }: Told, batch: readonly Result[]): Promise<Left> {
  for (const [at, result] of batch.entries()) {
    let settlement: Settlement = { written: new Set(), next: [] };
    try {
      settlement = await settleOrBare(workerId, result);
    } catch (error) {
      if (!isRefusedForGood(error)) return { results: batch.slice(at), error };
      log.error({ error, delivery: result.claimed.id }, "a result cannot be written; the delivery is made again later");
      onUnwritable(result);
    }
    onSettled([result], settlement);
  }
  return { results: [] };
}

async function settleOrBare(workerId: string, result: Result): Promise<Settlement> {
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
