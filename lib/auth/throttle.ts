import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import { db } from "#db/client";
import { signInFailures } from "#db/schema/people";
import { Refusal } from "#lib/refusal";

const windowSeconds = 15 * 60;
const mostFailuresOfEmail = 10;
const mostFailuresOfAddress = 50;

type Limiters = { of: ReturnType<typeof db>; email: RateLimiterDrizzle; address: RateLimiterDrizzle };
const held = globalThis as typeof globalThis & { tocsinSignInLimiters?: Limiters };

/**
 * Counts one attempt before it is tried, so that attempts at the same moment cannot slip past the limit.
 * Throws a Refusal that says when to try again. Call `forgive` when the attempt turns out to be right.
 */
export async function countAttempt(email: string, address: string): Promise<void> {
  const { email: byEmail, address: byAddress } = limiters();
  await consume(byAddress, address);
  await consume(byEmail, email.toLowerCase());
}

/** Takes the attempt back: the password was right. */
export async function forgive(email: string, address: string): Promise<void> {
  const { email: byEmail, address: byAddress } = limiters();
  await Promise.all([byEmail.delete(email.toLowerCase()), byAddress.reward(address, 1)]);
}

async function consume(limiter: RateLimiterDrizzle, key: string) {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    throw tooMany(Math.ceil(reason.msBeforeNext / 1000));
  }
}

function tooMany(seconds: number): Refusal {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new Refusal("rate_limited", `Too many attempts to sign in. Try again in ${wait}.`, {
    retryAfterSeconds: Math.max(1, seconds),
  });
}

function limiters(): Limiters {
  const storeClient = db();
  if (held.tocsinSignInLimiters?.of !== storeClient) {
    const common = { storeClient, schema: signInFailures, duration: windowSeconds };
    held.tocsinSignInLimiters = {
      of: storeClient,
      email: new RateLimiterDrizzle({ ...common, keyPrefix: "email", points: mostFailuresOfEmail }),
      address: new RateLimiterDrizzle({ ...common, keyPrefix: "address", points: mostFailuresOfAddress }),
    };
  }
  return held.tocsinSignInLimiters;
}
