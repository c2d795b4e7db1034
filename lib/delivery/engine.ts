import { sql } from "#db/client";
import { newId } from "#db/id";
import { wake } from "#lib/change/wake";
import { now } from "#lib/clock";
import { type Claimed, claim, nextDue, type Room, type Standing } from "#lib/delivery/claim";
import { followUp } from "#lib/delivery/follow-up";
import { make } from "#lib/delivery/make";
import { Receivers } from "#lib/delivery/receivers";
import type { Result, Settlement } from "#lib/delivery/settle";
import { type Settler, startSettler } from "#lib/delivery/settler";
import { discardUnwanted, putBackForgotten, putBackLost } from "#lib/delivery/sweep";
import { beatHeart, removeDeadWorkers } from "#lib/delivery/worker-row";
import { log } from "#lib/log";
import type { Http } from "#lib/net/http";

export type EngineSettings = {
  http: Http;
  slots: number;
  /** At most so many slots are for deliveries that failed before or go to degraded destinations, */
  retrySlots: number;
  /** so many for destinations that have not taken anything for a while, */
  unprovenSlots: number;
  /** and so many stay free for destinations that have nothing in flight, and for the first few of those that answer. */
  reservedSlots: number;
  heartbeatMs: number;
  /** A worker not seen for so long is dead. */
  lifetimeMs: number;
  sweepMs: number;
  /** Called when others have declared this worker dead: the process should end and start anew. */
  onLost: () => void;
};

const pollMs = 500;
const settleGraceMs = 3_000;
/** Longer than a statement takes whose answer we no longer wait for. */
const doubtMs = 20_000;

/** One worker's part in making deliveries. Each method but `land` is one turn of a pulse and says after how many milliseconds it wants the next. */
export class Engine {
  readonly workerId = newId();
  /** Set by whoever turns `takeDue`: called when there may be more to take. */
  onRoom = () => {};
  readonly #settings: EngineSettings;
  readonly #settler: Settler;
  readonly #interrupt = new AbortController();
  /** By id. A delivery keeps its slot until its result is written. */
  readonly #flying = new Map<string, Claimed>();
  /** Made, but without a result in the database: not forgotten, so only made again when any attempt would have ended. */
  readonly #unwritable = new Set<string>();
  readonly #receivers = new Receivers();
  #onLanded = () => {};
  #isLost = false;
  #isLanding = false;
  /** The answer to a claim or a settling did not come; deliveries may be ours without our knowing. */
  #isUnsure = false;
  #lastTroubleAt = Number.NEGATIVE_INFINITY;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
    this.#settler = startSettler({
      workerId: this.workerId,
      mayGoOn: (result) => this.#mayGoOn(result),
      onSettled: (results, settlement) => this.#settled(results, settlement),
      onUnwritable: ({ claimed }) => this.#unwritable.add(claimed.id),
      onUnsure: () => {
        this.#isUnsure = true;
      },
    });
  }

  async takeDue(): Promise<number> {
    const free = this.#settings.slots - this.#flying.size;
    if (free <= 0 || this.#isLost) return pollMs;
    if (this.#isUnsure) await this.#putBackForgotten();
    const taken = await this.#claim(free);
    for (const claimed of taken) this.#start(claimed);
    if (taken.length === free) return 0;
    const due = await nextDue(sql(), now());
    return due ? Math.min(pollMs, Math.max(0, due.getTime() - now().getTime())) : pollMs;
  }

  async beat(): Promise<number> {
    try {
      if (!this.#isLost && !(await beatHeart(sql(), this.workerId))) this.#lose();
      return this.#settings.heartbeatMs;
    } catch (error) {
      this.#lastTroubleAt = performance.now();
      throw error;
    }
  }

  async sweep(): Promise<number> {
    const { lifetimeMs, sweepMs } = this.#settings;
    // While we could not reach the database others could not either: they are not dead for that.
    if (performance.now() - this.#lastTroubleAt > lifetimeMs) await removeDeadWorkers(sql(), this.workerId, lifetimeMs);
    const lost = await putBackLost(sql(), now());
    if (lost > 0) log.warn({ deliveries: lost }, "put back deliveries of a worker that ended");
    // A claim that we gave up on may have been carried out after we looked for what it took.
    const doubtful = new Date(now().getTime() - doubtMs);
    const forgotten = await putBackForgotten(sql(), this.workerId, this.#known(), now(), doubtful);
    if (lost + forgotten > 0) wake("deliveries");
    const disabled = await discardUnwanted(sql(), now());
    if (disabled.length > 0) wake(...disabled.map((id) => `destination:${id}`));
    return sweepMs;
  }

  /** Waits `graceMs` for what is on its way, interrupts the rest and puts it back. */
  async land(graceMs: number): Promise<void> {
    this.#isLanding = true;
    await this.#landed(graceMs);
    if (this.#flying.size > 0)
      log.warn({ deliveries: this.#flying.size }, "interrupting deliveries; they are made again");
    this.#interrupt.abort();
    await this.#landed(settleGraceMs);
  }

  async #claim(free: number): Promise<Claimed[]> {
    try {
      return await claim(sql(), this.workerId, this.#room(free), now());
    } catch (error) {
      this.#isUnsure = true;
      throw error;
    }
  }

  /** While we are unsure no settling takes anything, so once the one being written is done all that is ours is known. */
  async #putBackForgotten() {
    await this.#settler.atRest();
    await putBackForgotten(sql(), this.workerId, this.#known(), now());
    this.#isUnsure = false;
  }

  #known(): string[] {
    return [...this.#flying.keys(), ...this.#unwritable];
  }

  #room(free: number): Room {
    const { retrySlots, unprovenSlots, reservedSlots } = this.#settings;
    const flyingIn = (standing: Standing) =>
      [...this.#flying.values()].filter((claimed) => claimed.standing === standing).length;
    return {
      free,
      retry: retrySlots - flyingIn("retry"),
      unproven: unprovenSlots - flyingIn("unproven"),
      reserved: reservedSlots,
      answering: this.#receivers.answering(performance.now()),
      caps: this.#receivers.caps(performance.now()),
    };
  }

  #start(claimed: Claimed) {
    this.#flying.set(claimed.id, claimed);
    void this.#fly(claimed);
  }

  async #fly(claimed: Claimed) {
    const attempted = await make(claimed, { http: this.#settings.http, now: now(), signal: this.#interrupt.signal });
    this.#receivers.note(claimed.destination.id, attempted, performance.now());
    this.#settler.add({ claimed, attempted });
  }

  /** Not when the receiver may have fewer in flight by now than it has, nor when others may wait for a slot. */
  #mayGoOn({ claimed: { destination } }: Result): boolean {
    if (this.#isLost || this.#isLanding || this.#isUnsure) return false;
    if (this.#settings.slots - this.#flying.size < this.#settings.reservedSlots) return false;
    const flying = [...this.#flying.values()].filter((other) => other.destination.id === destination.id).length;
    return flying <= this.#receivers.capOf(destination.id, performance.now());
  }

  #settled(results: readonly Result[], { written, next }: Settlement) {
    for (const { claimed } of results) this.#flying.delete(claimed.id);
    for (const claimed of next) this.#start(claimed);
    if (this.#flying.size === 0) this.#onLanded();
    // A delivery that went on with the next one has left no room.
    if (next.length < results.length) this.onRoom();
    const fenced = results.length - written.size;
    if (fenced > 0) log.warn({ results: fenced }, "late results were fenced off; another worker has these deliveries");
    announce(results.filter(({ claimed }) => written.has(claimed.id)));
    void followUp(results);
  }

  #lose() {
    this.#isLost = true;
    log.error(
      { worker: this.workerId },
      "this worker was declared dead while it stood still; others have its deliveries",
    );
    this.#interrupt.abort();
    this.#settings.onLost();
  }

  #landed(ms: number): Promise<void> {
    if (this.#flying.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#onLanded = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Tells screens whose deliveries changed. */
function announce(written: readonly Result[]) {
  const topics = written.flatMap(({ claimed }) => [
    `destination:${claimed.destination.id}`,
    ...(claimed.incidentId ? [`incident:${claimed.incidentId}`] : []),
  ]);
  if (topics.length > 0) wake(...topics);
}
