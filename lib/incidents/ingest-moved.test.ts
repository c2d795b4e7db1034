import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { ingest, PartlyStored } from "#lib/incidents/ingest";
import type { Intake, ReadyEvent } from "#lib/incidents/intake";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

beforeAll(async () => void (await testDatabase()));

/** An alert of a process that does not know yet that the keys of the integration are shared. */
function intake(of: Integration, dedupKey: string): Intake {
  const event: ReadyEvent = {
    ...{ scope: of.id, action: "trigger", dedupKey, summary: dedupKey, source: "web-1", severity: "error" },
    ...{ details: {}, links: [], images: [], occurredAt: null },
  };
  return {
    part: 0,
    counts: true,
    events: [event],
    origin: { integrationId: of.id, serviceId: of.serviceId, actor: { kind: "integration", id: of.id, name: of.name } },
    kept: {
      ...{ id: newId(), receivedAt: new Date() },
      ...{ source: "pagerduty", method: "POST", path: "/api/events", query: "", headers: {}, body: new Uint8Array() },
      ...{
        ip: "127.0.0.1",
        outcome: "accepted",
        reason: null,
        status: 202,
        overStatus: 429,
        durationMs: 3,
        events: [],
      },
    },
  };
}

test("of a batch in which one cannot be stored where its keys belong by now, the others are stored and answered", async () => {
  const [own, shared] = [await createIntegration(), await createIntegration({ sharesKeys: true })];
  await sql()`create function refuse() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '23514'; end $$`;
  await sql()`create trigger refuse before insert on incidents for each row when (new.dedup_key = 'refused') execute function refuse()`;
  const batch = [intake(own, "first"), intake(shared, "refused"), intake(shared, "last")];
  const error = await ingest(batch, new Date()).catch((thrown: unknown) => thrown);
  if (!(error instanceof PartlyStored)) throw error;
  expect(error.cause).toMatchObject({ code: "23514" });
  expect(error.answers.map((answer) => answer?.verdict)).toEqual(["admitted", undefined, "admitted"]);
  const stored = await sql()`select dedup_scope, dedup_key from incidents order by dedup_key`;
  expect(stored).toEqual([
    { dedup_scope: own.id, dedup_key: "first" },
    { dedup_scope: shared.serviceId, dedup_key: "last" },
  ]);
});
