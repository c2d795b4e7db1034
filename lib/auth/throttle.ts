import { isIPv6 } from "node:net";
import { and, gt, inArray, sql } from "drizzle-orm";
import ipaddr from "ipaddr.js";
import { db } from "#db/client";
import { signInFailures } from "#db/schema/people";
import { Refusal } from "#lib/refusal";

/** Where an attempt at a password comes from. `knownBrowser` names one that has proved this account's password before. */
export type Attempt = { email: string; address: string; knownBrowser: string | null };

const windowMs = 15 * 60_000;

/**
 * Somebody else's guesses must not keep the owner of an account out: each address is counted by itself, and a browser that
 * signed in before by nothing but its own attempts. The limit of the account holds back guesses from many addresses.
 */
const limits = { browser: 10, address: 50, emailAtAddress: 10, email: 100 };

/**
 * Counts one attempt before it is tried, so that attempts at the same moment cannot slip past the limit.
 * Throws a Refusal that says when to try again. Call `forgive` when the attempt turns out to be right.
 */
export async function countAttempt(attempt: Attempt, now: Date): Promise<void> {
  // One after the other: what is refused by the first must not use up the next.
  for (const counter of countersOf(attempt)) await consume(counter, now);
}

/** Takes the attempt back: the password was right. What others tried elsewhere stays counted. */
export async function forgive(attempt: Attempt, now: Date): Promise<void> {
  const keys = countersOf(attempt).map(({ key }) => key);
  const ofTheOwner = keys.filter((key) => !/^(address|email):/.test(key));
  await db().delete(signInFailures).where(inArray(signInFailures.key, ofTheOwner));
  await db()
    .update(signInFailures)
    .set({ points: sql`${signInFailures.points} - 1` })
    .where(and(inArray(signInFailures.key, keys), gt(signInFailures.points, 0), gt(signInFailures.expire, now)));
}

type Counter = { key: string; most: number; otherwise?: string };

function countersOf({ email, address, knownBrowser }: Attempt): Counter[] {
  if (knownBrowser) return [{ key: `browser:${knownBrowser}`, most: limits.browser }];
  const [account, place] = [email.toLowerCase(), networkOf(address)];
  return [
    { key: `address:${place}`, most: limits.address },
    { key: `email-at:${place}:${account}`, most: limits.emailAtAddress },
    { key: `email:${account}`, most: limits.email, otherwise: fromElsewhere },
  ];
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}:0:0:0:0/64`;
}

const fromElsewhere = "Sooner than that you can use a browser you signed in with before, or a new link from an admin.";

async function consume({ key, most, otherwise }: Counter, now: Date): Promise<void> {
  const isOver = sql`${signInFailures.expire} <= ${now.toISOString()}::timestamptz`;
  const ends = new Date(now.getTime() + windowMs);
  const [counted] = await db()
    .insert(signInFailures)
    .values({ key, points: 1, expire: ends })
    .onConflictDoUpdate({
      target: signInFailures.key,
      set: {
        points: sql`case when ${isOver} then 1 else ${signInFailures.points} + 1 end`,
        expire: sql`case when ${isOver} then excluded.expire else ${signInFailures.expire} end`,
      },
    })
    .returning();
  if (counted && counted.points > most) throw tooMany((counted.expire ?? ends).getTime() - now.getTime(), otherwise);
}

function tooMany(waitMs: number, otherwise?: string): Refusal {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  const text = `Too many attempts to sign in. Try again in ${wait}.`;
  return new Refusal("rate_limited", otherwise ? `${text} ${otherwise}` : text, {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
