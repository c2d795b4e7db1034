import { hash, verify } from "@node-rs/argon2";
import { Refusal } from "#lib/refusal";

export const shortestPassword = 12;
export const longestPassword = 256;

/** Argon2id, which is the library's default algorithm. */
const cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };

/** Each hash takes 64 MiB, so few run at once; past the queue somebody is guessing, not signing in. */
const mostAtOnce = 2;
const mostWaiting = 100;

type Gate = { running: number; waiting: (() => void)[]; nothing?: Promise<string> };
const held = globalThis as typeof globalThis & { tocsinPasswordGate?: Gate };
const gate: Gate = (held.tocsinPasswordGate ??= { running: 0, waiting: [] });

/** The stored form of `password`: a PHC string with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize("NFC"), cost));
}

/** Is `password` the one that `stored` was made of? Takes as long when there is none stored, and says no. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const isRight = await inTurn(async () => verify(stored ?? (await hashOfNothing()), password.normalize("NFC")));
  return isRight && stored !== null;
}

/** A hash of the same cost that nobody's password has, so that an unknown e-mail takes as long as a known one. */
function hashOfNothing(): Promise<string> {
  gate.nothing ??= hash(crypto.randomUUID(), cost);
  return gate.nothing;
}

/** Readies the comparison for unknown e-mails, so that not even the first one takes longer. */
export async function preparePasswords(): Promise<void> {
  await hashOfNothing();
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  await enter();
  try {
    return await work();
  } finally {
    leave();
  }
}

async function enter() {
  if (gate.running < mostAtOnce) {
    gate.running += 1;
    return;
  }
  if (gate.waiting.length >= mostWaiting)
    throw new Refusal("overloaded", "Too many people are signing in at once. Try again in a minute.", {
      retryAfterSeconds: 60,
    });
  await new Promise<void>((resolve) => gate.waiting.push(resolve));
}

/** Hands the place to the next one waiting, or gives it up. */
function leave() {
  const next = gate.waiting.shift();
  if (next) next();
  else gate.running -= 1;
}
