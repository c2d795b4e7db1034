import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { companyName, isSetUp } from "#db/queries/people";
import { auditEntries, platformEvents } from "#db/schema/delivery";
import { companies, people } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { setUp, setUpInput } from "#lib/people/set-up";

const now = new Date();
const filled = (over = {}) =>
  setUpInput.parse({
    company: "Acme",
    name: "Alice",
    email: " Alice@Example.com ",
    password: "correct horse battery",
    timeZone: "Europe/Berlin",
    ...over,
  });

beforeAll(async () => {
  await testDatabase();
});

test("the form asks for what is missing, at the field, in words", () => {
  const parsed = setUpInput.safeParse({
    company: " ",
    name: "Alice",
    email: "alice",
    password: "short",
    timeZone: "Nowhere/Land",
  });
  const texts = Object.fromEntries(parsed.error?.issues.map((issue) => [issue.path[0], issue.message]) ?? []);
  expect(texts).toEqual({
    company: "Enter a name.",
    email: "Enter an e-mail address, such as alice@example.com.",
    password: "Use at least 12 characters. A few words in a row make a good password.",
  });
  expect(filled({ timeZone: "Nowhere/Land" }).timeZone).toBe("UTC");
});

test("of several first runs at once exactly one makes the company and its admin", async () => {
  expect(await isSetUp()).toBe(false);
  const runs = await Promise.all(
    ["Acme", "Evil", "Third"].map((company, n) => setUp(filled({ company, email: `admin${n}@example.com` }), { now })),
  );
  const won = runs.filter((admin) => admin !== null);
  expect(won).toHaveLength(1);
  expect(await db().select().from(companies)).toHaveLength(1);
  expect(await db().select().from(people)).toMatchObject([
    { id: won[0]?.id, role: "admin", timeZone: "Europe/Berlin" },
  ]);
  expect(await db().select().from(auditEntries)).toMatchObject([{ action: "company.set_up", actorId: won[0]?.id }]);
  expect(await db().select().from(platformEvents)).toMatchObject([{ type: "system.user_created" }]);
});

test("afterwards there is no first run any more", async () => {
  const before = await companyName();
  expect(await setUp(filled({ company: "Late", email: "late@example.com" }), { now })).toBeNull();
  expect(await companyName()).toBe(before);
  expect(await db().select().from(people)).toHaveLength(1);
});
