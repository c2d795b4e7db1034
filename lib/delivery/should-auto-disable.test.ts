import { describe, expect, test } from "vitest";
import { retryAfter } from "#lib/delivery/retry-after";
import {
  type Bucket,
  bucketMs,
  guardedPolicy,
  literalPolicy,
  type Policy,
  shouldAutoDisable,
} from "#lib/delivery/should-auto-disable";

const start = new Date("2026-11-21T00:00:00Z").getTime();
const minute = 60_000;
const hour = 60 * minute;

type Case = { alertsAt: number[]; fails: (at: number) => boolean; until: number };

/** Plays deliveries with the whole ladder through the rule; minutes until it disables, or undefined. */
function minutesUntilDisabled({ alertsAt, fails, until }: Case, policy: Policy): number | undefined {
  const buckets = new Map<number, Bucket>();
  let lastExhaustedAt: Date | null = null;
  const queue = alertsAt.map((at) => ({ at, attempt: 1 }));
  while (queue.length > 0) {
    queue.sort((a, b) => b.at - a.at);
    const next = queue.pop();
    if (!next || next.at > until) break;
    const { at, attempt } = next;
    const failed = fails(at);
    const key = Math.floor(at / bucketMs) * bucketMs;
    const bucket = buckets.get(key) ?? { at: new Date(start + key), ok: 0, bad: 0 };
    buckets.set(key, failed ? { ...bucket, bad: bucket.bad + 1 } : { ...bucket, ok: bucket.ok + 1 });
    if (!failed) continue;
    const wait = retryAfter(attempt);
    if (wait === undefined) lastExhaustedAt = new Date(start + at);
    else queue.push({ at: at + wait * 1000, attempt: attempt + 1 });
    const stats = { buckets: [...buckets.values()], from: new Date(start - hour), lastExhaustedAt };
    if (shouldAutoDisable(stats, policy, new Date(start + at)).disable) return at / minute;
  }
  return undefined;
}

const times = (count: number, everyMs = 0) => Array.from({ length: count }, (_, at) => at * everyMs);
const outage = (lengthMs: number) => (at: number) => at < lengthMs;
/** The same pseudo-random failures in each run. */
const failing = (share: number) => (at: number) =>
  ((Math.imul(Math.floor(at) + 12_345, 2_654_435_761) >>> 0) % 1000) / 1000 < share;

describe("the guarded rule", () => {
  test.each<[string, Case]>([
    ["one alert, 60 s outage", { alertsAt: [0], fails: outage(minute), until: 3 * hour }],
    ["five alerts at once, 20 s outage", { alertsAt: times(5), fails: outage(20_000), until: 3 * hour }],
    ["a storm of 200 alerts, 20 s outage", { alertsAt: times(200), fails: outage(20_000), until: 3 * hour }],
    ["30 % of the requests fail for ever", { alertsAt: times(120, 6 * minute), fails: failing(0.3), until: 12 * hour }],
  ])("leaves it on: %s", (_, situation) => {
    expect(minutesUntilDisabled(situation, guardedPolicy)).toBeUndefined();
  });

  test("five alerts, an outage of an hour: when the first delivery is exhausted, after 51 minutes", () => {
    expect(
      minutesUntilDisabled({ alertsAt: times(5), fails: outage(hour), until: 3 * hour }, guardedPolicy),
    ).toBeCloseTo(51.13, 1);
  });

  test("ten alerts an hour, an outage of three hours: within 70 minutes", () => {
    const minutes = minutesUntilDisabled(
      { alertsAt: times(30, 6 * minute), fails: outage(3 * hour), until: 3 * hour },
      guardedPolicy,
    );
    expect(minutes).toBeGreaterThan(45);
    expect(minutes).toBeLessThan(70);
  });

  test("62 % failing for ever is noticed in the end, though nothing is ever exhausted", () => {
    const minutes = minutesUntilDisabled(
      { alertsAt: times(240, 6 * minute), fails: failing(0.68), until: 24 * hour },
      guardedPolicy,
    );
    expect(minutes).toBeGreaterThan(60);
  });
});

describe("the literal rule", () => {
  test("disables at the first failure of a quiet integration", () => {
    expect(minutesUntilDisabled({ alertsAt: [0], fails: outage(minute), until: hour }, literalPolicy)).toBe(0);
  });

  test("exactly 60 % is enough, less is not", () => {
    const judge = (ok: number, bad: number) =>
      shouldAutoDisable(
        { buckets: [{ at: new Date(start), ok, bad }], from: new Date(start), lastExhaustedAt: null },
        literalPolicy,
        new Date(start + minute),
      );
    expect(judge(4, 6)).toMatchObject({ disable: true, requests: 10, failed: 6, share: 0.6 });
    expect(judge(41, 59).disable).toBe(false);
  });
});

describe("the window", () => {
  const bad = (at: number): Bucket => ({ at: new Date(start + at), ok: 0, bad: 100 });

  test("forgets what is older than twelve hours", () => {
    const stats = { buckets: [bad(0)], from: new Date(start - hour), lastExhaustedAt: null };
    expect(shouldAutoDisable(stats, literalPolicy, new Date(start + 11 * hour)).disable).toBe(true);
    expect(shouldAutoDisable(stats, literalPolicy, new Date(start + 12 * hour)).requests).toBe(0);
  });

  test("starts afresh when it is enabled again, for the exhausted delivery too", () => {
    const enabledAt = new Date(start + hour);
    const stats = {
      buckets: [bad(0), bad(hour + 10 * minute)],
      from: enabledAt,
      lastExhaustedAt: new Date(start + minute),
    };
    expect(shouldAutoDisable(stats, guardedPolicy, new Date(start + hour + 12 * minute))).toMatchObject({
      disable: false,
      requests: 100,
    });
    expect(
      shouldAutoDisable({ ...stats, lastExhaustedAt: enabledAt }, guardedPolicy, new Date(start + hour + 12 * minute))
        .disable,
    ).toBe(true);
  });
});
