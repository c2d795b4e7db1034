import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { newId } from "#db/id";
import { auditEntries, deliveries, destinations } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { tocsinItself } from "#db/vocabulary";
import type { Verdict } from "#lib/channels/contract";
import { checkConfig, checkDestination } from "#lib/delivery/check-credentials";
import { createDestinationRow } from "#lib/delivery/testing";
import { createProbeDestination, startProbe } from "#lib/delivery/testing-probe";
import { blockDestination } from "#lib/destinations/block";

process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.0/8";

const by = { actor: tocsinItself, now: new Date() };
const ends: (() => void)[] = [];
beforeAll(async () => void (await testDatabase()));
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function probeSaying(verdict: Verdict | number) {
  const end = await startProbe(() => verdict);
  ends.push(end.close);
  return end;
}

test.each([
  [{ kind: "delivered" }, { passed: true, class: "delivered", summary: "The probe says so." }],
  [
    { kind: "accepted", ref: {} },
    { passed: true, class: "accepted", summary: "The probe says so." },
  ],
  [
    { kind: "blocked", why: "Wrong key." },
    { passed: false, class: "blocked", summary: "Wrong key." },
  ],
  [503, { passed: false, class: "refused_status", status: 503, summary: expect.stringContaining("503") }],
] as const)("%o is told as %o, and sends nothing", async (verdict, expected) => {
  const { url, asked } = await probeSaying(verdict);
  expect(await checkConfig({ type: "probe", config: { url } }, by)).toMatchObject(expected);
  expect(asked).toEqual([{ ticket: "check" }]);
  expect(await db().select().from(deliveries)).toEqual([]);
});

test("a server that cannot be reached is no refusal", async () => {
  await probeSaying(200);
  const result = await checkConfig({ type: "probe", config: { url: "http://127.0.0.1:1" } }, by);
  expect(result).toMatchObject({ passed: false, class: "connection_refused", status: null });
});

test("a check that passes lets go what was held for refused credentials, and one that fails does not", async () => {
  const answers: Verdict[] = [{ kind: "blocked", why: "Wrong key." }, { kind: "delivered" }];
  const end = await startProbe((_asked, times) => answers[times - 1] ?? 500);
  ends.push(end.close);
  const id = await createProbeDestination(end.url);
  await blockDestination(id, "Wrong key.", by);
  const held = async () => (await db().select().from(destinations).where(eq(destinations.id, id)))[0]?.blockedAt;
  expect(await checkDestination(id, by)).toMatchObject({ passed: false });
  expect(await held()).not.toBeNull();
  expect(await checkDestination(id, by)).toMatchObject({ passed: true });
  expect(await held()).toBeNull();
  const audited = await db().select().from(auditEntries).where(eq(auditEntries.objectId, id));
  expect(audited.map(({ action }) => action)).toContain("destination.unblocked");
});

test("refuses where the channel has no silent check, and where there is no destination", async () => {
  const id = await createDestinationRow({ url: "https://a.example" });
  await expect(checkDestination(id, by)).rejects.toThrow("Webhook has no way to check credentials silently.");
  await expect(checkDestination(newId(), by)).rejects.toThrow();
});
