import type { Topic } from "#lib/change/wake";
import type { Changed } from "#lib/live/followers";

/** As long as a page may be older than what it begins to follow (half a minute), and the time to open a stream. */
const rememberedMs = 40_000;
const mostRemembered = 20_000;

/** What changed a moment ago, for those who have only now begun to follow it. */
export class RecentChanges {
  #at = new Map<Topic, number>();
  #completeSince: number;

  constructor(now: Date) {
    this.#completeSince = now.getTime();
  }

  note(topics: Iterable<Topic>, now: Date): void {
    for (const topic of topics) {
      // Deleted first, so that the oldest stay in front.
      this.#at.delete(topic);
      this.#at.set(topic, now.getTime());
    }
    this.#forget(now);
  }

  /** The topics that changed lately, as they are at this moment; undefined when that is not known for the whole time. */
  topics(now: Date): Changed | undefined {
    this.#forget(now);
    return now.getTime() - this.#completeSince >= rememberedMs ? this.#at : undefined;
  }

  #forget(now: Date): void {
    for (const [topic, at] of this.#at) {
      if (now.getTime() - at < rememberedMs) break;
      this.#at.delete(topic);
    }
    if (this.#at.size <= mostRemembered) return;
    this.#at.clear();
    this.#completeSince = now.getTime();
  }
}
