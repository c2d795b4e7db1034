import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { companies, people } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { signIn } from "#lib/auth/sign-in";
import { provision, readProvision } from "#lib/provision";

const password = "correct horse battery";
process.env.TOCSIN_ADMIN_EMAIL = "ALICE@example.com";
process.env.TOCSIN_ADMIN_PASSWORD = password;

const asked = (over: Record<string, string | undefined>) => () =>
  readProvision({
    TOCSIN_ADMIN_EMAIL: "alice@example.com",
    TOCSIN_ADMIN_PASSWORD: password,
    TOCSIN_COMPANY: undefined,
    ...over,
  });

beforeAll(async () => {
  await testDatabase();
});

test("without the variables nothing is asked for", () => {
  expect(asked({ TOCSIN_ADMIN_EMAIL: undefined, TOCSIN_ADMIN_PASSWORD: undefined })()).toBeNull();
});

test("half the variables, a bad e-mail or a short password say which variable and what it should be", () => {
  expect(asked({ TOCSIN_ADMIN_PASSWORD: undefined })).toThrow(/TOCSIN_ADMIN_PASSWORD: Use at least 12 characters/);
  expect(asked({ TOCSIN_ADMIN_EMAIL: undefined })).toThrow(/TOCSIN_ADMIN_EMAIL: Enter an e-mail address/);
  expect(asked({ TOCSIN_ADMIN_EMAIL: "alice", TOCSIN_ADMIN_PASSWORD: "short" })).toThrow(
    /TOCSIN_ADMIN_EMAIL[\s\S]*TOCSIN_ADMIN_PASSWORD/,
  );
});

test("processes starting together make one company and one admin, who can sign in", async () => {
  const now = new Date();
  await Promise.all([provision(now), provision(now), provision(now)]);
  await provision(now);
  expect(await db().select().from(companies)).toMatchObject([{ name: "Tocsin" }]);
  expect(await db().select().from(people)).toMatchObject([
    { email: "alice@example.com", name: "Alice", role: "admin" },
  ]);
  const session = await signIn(
    { email: "alice@example.com", password },
    { from: { ip: "192.0.2.1", userAgent: "" }, now },
  );
  expect(session.expiresAt.getTime()).toBeGreaterThan(now.getTime());
});
