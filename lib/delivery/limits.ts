import type { Channel } from "#lib/channels/contract";
import { findChannel } from "#lib/channels/index";

/** What the token bucket of a channel holds, and how fast it fills: both together are no more than `perMinute` in any minute. */
export type Bucket = { burst: number; perSecond: number };

/** The bucket of a channel that bears so many a minute. A tenth may go at once, the rest comes evenly. */
export function bucketOf(perMinute: number): Bucket {
  const burst = Math.max(1, Math.floor(perMinute / 10));
  return { burst, perSecond: Math.max(1, perMinute - burst) / 60 };
}

/** The limits of those channels that have any, as the claim reads them. */
export function limitsOf(channels: readonly Channel[]) {
  return channels.flatMap(({ id, limits }) => {
    if (!limits) return [];
    const { burst = null, perSecond = null } = limits.perMinute === undefined ? {} : bucketOf(limits.perMinute);
    return [{ type: id, in_flight: limits.inFlight ?? null, burst, per_second: perSecond }];
  });
}

/** Does a channel bear only so many a minute? Then each delivery of it is taken by a claim, which counts them. */
export const isPaced = (type: string): boolean => findChannel(type)?.limits?.perMinute !== undefined;
