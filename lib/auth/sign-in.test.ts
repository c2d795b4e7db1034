import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { people, sessions, signInFailures } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { knownBrowserToken } from "#lib/auth/known-browser";
import { hashPassword, isPassword } from "#lib/auth/password";
import type { Origin } from "#lib/auth/session-token";
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

  test("takes as long for an unknown e-mail as for a known one", { timeout: 120_000 }, async () => {
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
  const wrong = "wrong wrong wrong";
  const guess = (email: string, where: Origin = from(), at = now) =>
    signIn({ email, password: wrong }, { from: where, now: at }).catch((refusal) => refusal.code);
  const later = (ms: number) => new Date(now.getTime() + ms);
  const minuteMs = 60_000;

  test("a stranger's guesses do not keep the owner out", async () => {
    const bob = await person("Bob");
    const stranger = from();
    await fill(`email-at:${stranger.ip}:${bob.email}`, 9);
    expect(await guess(bob.email, stranger)).toBe("unauthenticated");
    expect(await guess(bob.email, stranger)).toBe("rate_limited");
    await expect(signIn({ email: bob.email, password }, { from: from(), now })).resolves.toMatchObject({
      personId: bob.id,
    });
  });

  test("ends with the window", async () => {
    const bob = await person("Bob");
    const here = from();
    expect(await guess(bob.email, here)).toBe("unauthenticated");
    await db()
      .update(signInFailures)
      .set({ points: 10 })
      .where(eq(signInFailures.key, `email-at:${here.ip}:${bob.email}`));
    const signInLater = (ms: number) => signIn({ email: bob.email, password }, { from: here, now: later(ms) });
    await expect(signInLater(0)).rejects.toMatchObject({
      code: "rate_limited",
      message: "Too many attempts to sign in. Try again in 15 minutes.",
      retryAfterSeconds: 900,
    });
    await expect(signInLater(14.5 * minuteMs)).rejects.toMatchObject({
      message: "Too many attempts to sign in. Try again in a minute.",
    });
    await expect(signInLater(15 * minuteMs)).resolves.toMatchObject({ personId: bob.id });
  });

  test("a right password forgets the failures before it", async () => {
    const alice = await person("Alice");
    const here = from();
    const signInHere = () => signIn({ email: alice.email, password }, { from: here, now });
    await fill(`email-at:${here.ip}:${alice.email}`, 9);
    await expect(signInHere()).resolves.toMatchObject({ personId: alice.id });
    expect(await guess(alice.email, here)).toBe("unauthenticated");
    await expect(signInHere()).resolves.toMatchObject({ personId: alice.id });
  });

  test("guesses from many addresses are held back, and a browser that signed in before gets in all the same", async () => {
    const bob = await person("Bob");
    const knownBrowser = knownBrowserToken({ id: bob.id, passwordHash }, now);
    await fill(`email:${bob.email}`, 99);
    expect(await guess(bob.email)).toBe("unauthenticated");
    expect(await guess(bob.email)).toBe("rate_limited");
    await expect(signIn({ email: bob.email, password }, { from: from(), now })).rejects.toMatchObject({
      message: expect.stringContaining("a browser you signed in with before"),
    });
    await expect(
      signIn({ email: bob.email, password }, { from: { ...from(), knownBrowser }, now }),
    ).resolves.toMatchObject({ personId: bob.id });
    expect(await guess(bob.email), "the attempts of others stay counted").toBe("rate_limited");
  });

  test("a known browser has no more guesses than an address", async () => {
    const bob = await person("Bob");
    const knownBrowser = knownBrowserToken({ id: bob.id, passwordHash }, now);
    await fill(`browser:${knownBrowser.split(".")[0]}`, 9);
    expect(await guess(bob.email, { ...from(), knownBrowser })).toBe("unauthenticated");
    expect(await guess(bob.email, { ...from(), knownBrowser })).toBe("rate_limited");
  });

  test("one address cannot try its way through many e-mails", async () => {
    const here = from();
    const alice = await person("Alice");
    await fill(`address:${here.ip}`, 49);
    expect(await guess("guess@example.com", here)).toBe("unauthenticated");
    expect(await guess(alice.email, here)).toBe("rate_limited");
  });

  test("the addresses of one IPv6 network count as one", async () => {
    const bob = await person("Bob");
    await fill(`email-at:2001:db8:0:7:0:0:0:0/64:${bob.email}`, 9);
    const at = (ip: string) => ({ ip, userAgent: "Firefox" });
    expect(await guess(bob.email, at("2001:db8:0:7::1"))).toBe("unauthenticated");
    expect(await guess(bob.email, at("2001:db8:0:7:ffff::2"))).toBe("rate_limited");
    expect(await guess(bob.email, at("2001:db8:0:8::1"))).toBe("unauthenticated");
  });

  test("what an address is refused does not count against the account", async () => {
    const [bob, here] = [await person("Bob"), from()];
    await fill(`address:${here.ip}`, 50);
    for (let n = 0; n < 3; n++) expect(await guess(bob.email, here)).toBe("rate_limited");
    expect(
      await db()
        .select()
        .from(signInFailures)
        .where(eq(signInFailures.key, `email:${bob.email}`)),
    ).toEqual([]);
  });

  test("guesses at the same moment cannot slip past the limit", async () => {
    const bob = await person("Bob");
    const here = from();
    await fill(`email-at:${here.ip}:${bob.email}`, 7);
    const codes = await Promise.all(Array.from({ length: 18 }, () => guess(bob.email, here)));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(3);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(15);
  });

  const fill = (key: string, points: number) =>
    db()
      .insert(signInFailures)
      .values({ key, points, expire: later(10 * minuteMs) });
});

/** CPU time, which is the same however busy the machine is. */
async function medianCpuMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) times.push(await cpuMs(work));
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}
