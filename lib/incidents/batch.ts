import { isOutage } from "#db/errors";
import { now } from "#lib/clock";
import { ingest, PartlyStored } from "#lib/incidents/ingest";
import type { Ingested, Intake } from "#lib/incidents/intake";
import { databaseAway, overloaded } from "#lib/refusal";

/** One statement holds at most this much. */
const maxBatchRows = 500;
const maxBatchBytes = 1_048_576;
const maxInFlight = 2;
const manyWaiting = 100;
/** Past this many waiting intakes the answer is 503: a queue in memory helps nobody. */
const maxWaiting = 5_000;

type Waiting = { intake: Intake; resolve(result: Ingested): void; reject(error: unknown): void };
type State = {
  waiting: Waiting[];
  inFlight: number;
  actions: Map<string, { action: string; intakes: number }>;
  scheduled: boolean;
  /** When each batch that is being stored was begun, and when one last could not be. */
  begun: Set<number>;
  failedAt?: number | undefined;
};

// Next's route bundles and the fast lane are different module graphs; they must share one queue to keep the order.
const held = globalThis as typeof globalThis & { tocsinBatch?: State };
const state: State = (held.tocsinBatch ??= {
  waiting: [],
  inFlight: 0,
  actions: new Map(),
  scheduled: false,
  begun: new Set(),
});

/**
 * Stores an intake together with what else is waiting; resolves after the commit. There is no timer: what arrives
 * while statements run is the next batch. Throws a refusal (503) when too much waits or the database is away.
 */
export function submit(intake: Intake): Promise<Ingested> {
  if (state.waiting.length >= maxWaiting)
    return Promise.reject(overloaded("Too many requests are waiting to be stored. Nothing was stored."));
  return new Promise((resolve, reject) => {
    state.waiting.push({ intake, resolve, reject });
    schedule();
  });
}

/** How many intakes wait or are being stored. */
export function pendingIntakes(): number {
  return state.waiting.length + state.inFlight;
}

/** For how long the oldest batch has been on its way, and when one failed for want of the database, if none was stored since. */
export function batchTrouble(nowMs = performance.now()): { oldestMs: number; failedMsAgo: number | undefined } {
  const oldest = Math.min(nowMs, ...state.begun);
  return { oldestMs: nowMs - oldest, failedMsAgo: state.failedAt === undefined ? undefined : nowMs - state.failedAt };
}

function schedule() {
  if (state.scheduled) return;
  state.scheduled = true;
  setImmediate(() => {
    state.scheduled = false;
    while (mayStart() && startBatch()) {}
  });
}

/** One statement at a time until many wait: what a statement costs beside its rows is then shared by more of them. */
function mayStart(): boolean {
  return state.inFlight === 0 || (state.inFlight < maxInFlight && state.waiting.length >= manyWaiting);
}

function startBatch(): boolean {
  const batch = takeBatch();
  if (batch.length === 0) return false;
  state.inFlight++;
  const begun = performance.now();
  state.begun.add(begun);
  for (const { intake } of batch) holdKeys(intake, 1);
  void store(batch).finally(() => {
    state.inFlight--;
    state.begun.delete(begun);
    for (const { intake } of batch) holdKeys(intake, -1);
    if (state.waiting.length > 0) schedule();
  });
  return true;
}

/**
 * Takes what may be stored now. Events of one dedup key keep their order: a different action waits until the statement
 * that holds the key is done, and whatever follows for that key waits behind it.
 */
function takeBatch(): Waiting[] {
  const batch: Waiting[] = [];
  const left: Waiting[] = [];
  const taken = new Map<string, string>();
  const blocked = new Set<string>();
  let rows = 0;
  let bytes = 0;
  let full = false;
  for (const waiting of state.waiting) {
    full ||= rows >= maxBatchRows || (bytes > 0 && bytes + (waiting.intake.kept?.body.length ?? 0) > maxBatchBytes);
    if (full) {
      left.push(waiting);
    } else if (!mayJoin(waiting.intake, taken, blocked)) {
      for (const event of waiting.intake.events) blocked.add(keyOf(event));
      left.push(waiting);
    } else {
      for (const event of waiting.intake.events) taken.set(keyOf(event), event.action);
      rows += Math.max(1, waiting.intake.events.length);
      bytes += waiting.intake.kept?.body.length ?? 0;
      batch.push(waiting);
    }
  }
  state.waiting = left;
  return batch;
}

function mayJoin(intake: Intake, taken: Map<string, string>, blocked: Set<string>): boolean {
  return intake.events.every((event) => {
    const key = keyOf(event);
    const held = taken.get(key) ?? state.actions.get(key)?.action ?? event.action;
    return held === event.action && !blocked.has(key);
  });
}

function holdKeys(intake: Intake, change: 1 | -1) {
  for (const event of intake.events) {
    const key = keyOf(event);
    const intakes = (state.actions.get(key)?.intakes ?? 0) + change;
    if (intakes > 0) state.actions.set(key, { action: event.action, intakes });
    else state.actions.delete(key);
  }
}

async function store(batch: Waiting[]): Promise<void> {
  try {
    const intakes = batch.map(({ intake }) => intake);
    const results = await ingest(intakes, now());
    state.failedAt = undefined;
    batch.forEach((waiting, at) => {
      const result = results[at];
      if (result) waiting.resolve(result);
    });
  } catch (error) {
    if (error instanceof PartlyStored) await answerPartly(batch, error);
    else if (isOutage(error)) {
      state.failedAt = performance.now();
      for (const { reject } of batch) reject(databaseAway());
    } else if (batch.length === 1) batch[0]?.reject(error);
    // One row that the database refuses must not take its neighbours with it.
    else for (const waiting of batch) await store([waiting]);
  }
}

async function answerPartly(batch: Waiting[], { answers, cause }: PartlyStored): Promise<void> {
  for (const [at, waiting] of batch.entries()) {
    const answer = answers[at];
    if (answer) waiting.resolve(answer);
    else if (isOutage(cause)) waiting.reject(databaseAway());
    else await store([waiting]);
  }
}

const keyOf = (event: { scope: string; dedupKey: string }) => `${event.scope} ${event.dedupKey}`;
