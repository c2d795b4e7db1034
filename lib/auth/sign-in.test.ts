import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { people, sessions, signInFailures } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { hashPassword, isPassword } from "#lib/auth/password";
import { signIn } from "#lib/auth/sign-in";
import { cpuMs } from "#lib/testing-growth";

const password = "correct horse battery staple";
const now = new Date();
let passwordHash: string;
let addresses = 0;
const from = () => ({ ip: `10.0.${addresses >> 8}.${addresses++ & 255}`, userAgent: "Firefox" });

beforeAll(async () => {
  await testDatabase();
  passwordHash = await hashPassword(password);
});

const person = (name: string) =>
  createPerson({ name, email: `${name.toLowerCase()}-${addresses++}@example.com`, passwordHash });

describe("signing in", () => {
  test("starts a session of twelve hours, whatever the case of the e-mail", async () => {
    const alice = await person("Alice");
    const session = await signIn({ email: alice.email.toUpperCase(), password }, { from: from(), now });
    const [row] = await db().select().from(sessions).where(eq(sessions.id, session.id));
    expect(row).toMatchObject({ personId: alice.id, userAgent: "Firefox", revokedAt: null });
    expect(session.expiresAt.getTime() - now.getTime()).toBe(12 * 3_600_000);
  });

  test("answers the same for a wrong password, an unknown e-mail and somebody who has not chosen a password", async () => {
    const bob = await person("Bob");
    const invited = await createPerson({ name: "Bo", passwordHash: null });
    const answers = [];
    for (const email of [bob.email, "nobody@example.com", invited.email]) {
      answers.push(
        await signIn({ email, password: "wrong wrong wrong" }, { from: from(), now }).catch((refusal) => ({
          code: refusal.code,
          message: refusal.message,
        })),
      );
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "unauthenticated" });
  });

  test("takes as long for an unknown e-mail as for a known one", async () => {
    const stored = await hashPassword(password);
    await isPassword("warm up", null);
    const known = await medianCpuMs(() => isPassword("wrong wrong wrong", stored));
    const unknown = await medianCpuMs(() => isPassword("wrong wrong wrong", null));
    expect(unknown).toBeGreaterThan(known * 0.3);
    expect(unknown).toBeLessThan(known * 3);
  });

  test("refuses a disabled person who knows the password", async () => {
    const charlie = await person("Charlie");
    await db().update(people).set({ disabledAt: now }).where(eq(people.id, charlie.id));
    await expect(signIn({ email: charlie.email, password }, { from: from(), now })).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("disabled"),
    });
  });
});

describe("throttling", () => {
  test("after ten failures an e-mail must wait, even with the right password and from another address", async () => {
    const bob = await person("Bob");
    for (let n = 0; n < 10; n++)
      await expect(
        signIn({ email: bob.email, password: "wrong wrong wrong" }, { from: from(), now }),
      ).rejects.toMatchObject({ code: "unauthenticated" });
    const refused = signIn({ email: bob.email, password }, { from: from(), now });
    await expect(refused).rejects.toMatchObject({
      code: "rate_limited",
      message: "Too many attempts to sign in. Try again in 15 minutes.",
    });
  });

  test("ends with the window", async () => {
    const bob = await person("Bob");
    await db()
      .insert(signInFailures)
      .values({ key: `email:${bob.email}`, points: 99, expire: new Date(Date.now() + 60_000) });
    await expect(signIn({ email: bob.email, password }, { from: from(), now })).rejects.toMatchObject({
      message: "Too many attempts to sign in. Try again in a minute.",
    });
    await db()
      .update(signInFailures)
      .set({ expire: sql`now() - interval '1 second'` })
      .where(eq(signInFailures.key, `email:${bob.email}`));
    await expect(signIn({ email: bob.email, password }, { from: from(), now })).resolves.toMatchObject({
      personId: bob.id,
    });
  });

  test("a right password forgets the failures before it", async () => {
    const alice = await person("Alice");
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 6; n++)
        await signIn({ email: alice.email, password: "wrong wrong wrong" }, { from: from(), now }).catch(() => {});
      await expect(signIn({ email: alice.email, password }, { from: from(), now })).resolves.toMatchObject({
        personId: alice.id,
      });
    }
  });

  test("one address cannot try its way through many e-mails", async () => {
    const here = from();
    await db()
      .insert(signInFailures)
      .values({ key: `address:${here.ip}`, points: 49, expire: new Date(Date.now() + 600_000) });
    const alice = await person("Alice");
    await expect(signIn({ email: "guess@example.com", password }, { from: here, now })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(signIn({ email: alice.email, password }, { from: here, now })).rejects.toMatchObject({
      code: "rate_limited",
    });
  });

  test("guesses at the same moment cannot slip past the limit", async () => {
    const bob = await person("Bob");
    const guesses = await Promise.allSettled(
      Array.from({ length: 25 }, () =>
        signIn({ email: bob.email, password: "wrong wrong wrong" }, { from: from(), now }),
      ),
    );
    const codes = guesses.map((guess) => (guess.status === "rejected" ? guess.reason.code : "in"));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(15);
  });
});

/** CPU time, which is the same however busy the machine is. */
async function medianCpuMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) times.push(await cpuMs(work));
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}
