import type { AttemptClass } from "#db/vocabulary";
import type { By } from "#lib/change/change";
import type { Channel } from "#lib/channels/contract";
import { type Attempted, attemptCheck } from "#lib/delivery/attempt";
import { isGood } from "#lib/delivery/judge";
import { configToTry, existingDestination, type UnsavedConfig } from "#lib/delivery/unsaved-config";
import { unblocked } from "#lib/destinations/block";
import { changeDestination } from "#lib/destinations/change";
import { channelNamed } from "#lib/destinations/check";
import { readConfig } from "#lib/destinations/config";
import { http } from "#lib/net/http";
import { Refusal } from "#lib/refusal";

type Config = Record<string, unknown>;

/** What came of a silent check. */
export type CheckResult = {
  /** The other end accepts the settings. */
  passed: boolean;
  class: AttemptClass;
  status: number | null;
  /** What that means, in a sentence. */
  summary: string;
  durationMs: number;
  at: Date;
};

/** Asks the other end whether a config that is not saved is good. Nobody there sees anything of it. */
export async function checkConfig(input: UnsavedConfig, { now }: By): Promise<CheckResult> {
  const { channel, config } = await configToTry(input, now);
  return check(channel, config, now);
}

/** The same with what is saved. When it is good, what was held because the credentials were refused goes out. */
export async function checkDestination(id: string, by: By): Promise<CheckResult> {
  const row = await existingDestination(id, by.now);
  const result = await check(channelNamed(row.type), readConfig(row), by.now);
  if (result.passed && row.blockedAt) await release(id, by);
  return result;
}

async function check(channel: Channel, config: Config, now: Date): Promise<CheckResult> {
  if (!channel.check)
    throw new Refusal(
      "conflict",
      `${channel.name} has no way to check credentials silently. Send a test message instead.`,
    );
  return resultOf(await attemptCheck(channel, channel.check, config, { http: http(), now }), channel.check.good);
}

function resultOf({ at, status, error, timings, class: ended }: Attempted, good: string): CheckResult {
  const passed = isGood(ended);
  return { passed, class: ended, status, summary: passed ? good : (error ?? ""), durationMs: timings.totalMs, at };
}

const release = (id: string, by: By): Promise<void> =>
  changeDestination(id, "destination.unblocked", ({ blockedAt }) => (blockedAt ? unblocked : {}), by);
