import type { Attempted } from "#lib/delivery/attempt";
import { isGood } from "#lib/delivery/judge";
import { firstCap, isFresh, type Pace, paceAfter } from "#lib/delivery/pace";

const answeringForMs = 5_000;

/** What one worker has learned of the receivers it sends to. Times are milliseconds of any clock that does not jump. */
export class Receivers {
  readonly #paces = new Map<string, Pace>();
  /** When each destination last took a delivery from us. */
  readonly #tookAt = new Map<string, number>();

  note(destinationId: string, attempted: Attempted, at: number): void {
    // Nothing was sent, so nothing was learned.
    if (attempted.class === "skipped") return;
    this.#paces.set(destinationId, paceAfter(this.#paces.get(destinationId), attempted, at));
    if (isGood(attempted.class)) this.#tookAt.set(destinationId, at);
    else this.#tookAt.delete(destinationId);
  }

  /** Destinations that took a delivery a moment ago. */
  answering(at: number): string[] {
    for (const [id, tookAt] of this.#tookAt) if (tookAt < at - answeringForMs) this.#tookAt.delete(id);
    return [...this.#tookAt.keys()];
  }

  /** How many deliveries a destination may have in flight, for those that may have more than the first few. */
  caps(at: number): Record<string, number> {
    for (const [id, pace] of this.#paces) if (!isFresh(pace, at)) this.#paces.delete(id);
    const grown = [...this.#paces].filter(([, { cap }]) => cap > firstCap);
    return Object.fromEntries(grown.map(([id, { cap }]) => [id, cap]));
  }

  capOf(destinationId: string, at: number): number {
    const pace = this.#paces.get(destinationId);
    return pace && isFresh(pace, at) ? pace.cap : firstCap;
  }
}
