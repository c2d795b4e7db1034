/** Attempts of one destination in five minutes from `at` on. */
export type Bucket = { at: Date; ok: number; bad: number };

export type Stats = {
  buckets: readonly Bucket[];
  /** Nothing before this counts: when it was created or enabled again. */
  from: Date;
  /** When a delivery last ran out of tries. */
  lastExhaustedAt: Date | null;
};

export type Policy = {
  failedShare: number;
  windowMs: number;
  minRequests: number;
  /** Besides the share, a delivery must have run out of tries, or the share been exceeded for this long; null asks for neither. */
  lastingMs: number | null;
};

const hourMs = 3_600_000;
export const bucketMs = 300_000;

/** The default: a short outage, in which one delivery alone makes 17 failing requests, disables nothing. */
export const guardedPolicy: Policy = { failedShare: 0.6, windowMs: 12 * hourMs, minRequests: 20, lastingMs: hourMs };

/** 60 % of the requests of 12 hours, be it the first one. */
export const literalPolicy: Policy = { failedShare: 0.6, windowMs: 12 * hourMs, minRequests: 1, lastingMs: null };

export const policies = { guarded: guardedPolicy, literal: literalPolicy };

/** How much history the rule looks at. */
export const historyMs = (policy: Policy): number => policy.windowMs + (policy.lastingMs ?? 0) + bucketMs;

export type Judgement = { disable: boolean; requests: number; failed: number; share: number };

/** Judges a destination after a failed attempt. */
export function shouldAutoDisable(stats: Stats, policy: Policy, now: Date): Judgement {
  const present = countUntil(stats, policy, now.getTime());
  const disable =
    isBreach(present, policy) &&
    (policy.lastingMs === null || hasExhausted(stats, policy, now) || hasLasted(stats, policy, policy.lastingMs, now));
  return { disable, ...present, share: present.requests === 0 ? 0 : present.failed / present.requests };
}

type Count = { requests: number; failed: number };

function countUntil(stats: Stats, policy: Policy, until: number): Count {
  const from = Math.max(until - policy.windowMs, stats.from.getTime() - bucketMs);
  const counted = stats.buckets.filter(({ at }) => at.getTime() > from && at.getTime() <= until);
  const failed = counted.reduce((sum, bucket) => sum + bucket.bad, 0);
  return { failed, requests: counted.reduce((sum, bucket) => sum + bucket.ok, failed) };
}

function isBreach({ requests, failed }: Count, policy: Policy): boolean {
  return requests >= policy.minRequests && failed >= requests * policy.failedShare;
}

function hasExhausted({ lastExhaustedAt, from }: Stats, policy: Policy, now: Date): boolean {
  const earliest = Math.max(now.getTime() - policy.windowMs, from.getTime());
  return lastExhaustedAt !== null && lastExhaustedAt.getTime() >= earliest;
}

/** Was the rule broken at every five minutes of the last `lastingMs`? */
function hasLasted(stats: Stats, policy: Policy, lastingMs: number, now: Date): boolean {
  for (let back = 0; back <= lastingMs; back += bucketMs) {
    if (!isBreach(countUntil(stats, policy, now.getTime() - back), policy)) return false;
  }
  return true;
}
