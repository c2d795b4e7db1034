import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { platformEvents } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { createIntegration as addIntegration, createPerson } from "#db/testing-rows";
import { timelineKinds } from "#db/vocabulary";
import { disableBroken } from "#lib/delivery/auto-disable";
import { createDestinationRow } from "#lib/delivery/testing";
import { blockDestination } from "#lib/destinations/block";
import { disableDestination } from "#lib/destinations/disable";
import { enableDestination } from "#lib/destinations/enable";
import { removeDestination } from "#lib/destinations/remove";
import { eventTypeOf, incidentEvents } from "#lib/events/incidents";
import { events, findEvent } from "#lib/events/index";
import { acknowledge } from "#lib/incidents/acknowledge";
import { addNote } from "#lib/incidents/add-note";
import { assign } from "#lib/incidents/assign";
import { endSnooze } from "#lib/incidents/end-snooze";
import { reopen } from "#lib/incidents/reopen";
import { resolve } from "#lib/incidents/resolve";
import { snooze } from "#lib/incidents/snooze";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { unacknowledge } from "#lib/incidents/unacknowledge";
import { newTitle } from "#lib/opsgenie/alert-changes";
import { changeAlert } from "#lib/opsgenie/change-alert";
import { opsgenieAlertBy } from "#lib/opsgenie/stored-alerts";
import { changeRole } from "#lib/people/change-role";
import { disable } from "#lib/people/disable";
import { invite } from "#lib/people/invite";
import { post } from "#lib/requests/testing-replays";

process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.0/8";

const now = new Date("2026-11-21T10:00:00.000Z");
const by = { actor: alice, now };

describe.each(events.map((event) => [event.id, event] as const))("%s", (_, event) => {
  test("its sample is a payload, and is told in a whole line", () => {
    const sample = event.payload.parse(event.sample(now));
    const told = event.tell(sample);
    expect(told?.summary).not.toMatch(/undefined|\[object|^\s*$/);
    expect(told?.path).toMatch(/^\/[a-z]+/);
    expect(event.facets(sample)).toBeTypeOf("object");
  });

  test("a payload of another release is told by nobody, and fails nothing", () => {
    expect(event.tell({ actor: "somebody" })).toBeUndefined();
  });

  test("its words are plain: a label, a sentence, and what follows it", () => {
    expect(event.label).toMatch(/^[A-Z][a-z ]+$/);
    expect(event.hint).toMatch(/^[A-Z].*\.$/);
    expect(event.past).toMatch(/^(was|got|woke) /);
  });
});

test("every id is there once, and every entry of a timeline that is an event has its own", () => {
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const untold = ["severity_raised", "trigger_ignored"];
  expect(incidentEvents.map(({ kind }) => kind).toSorted()).toEqual(
    timelineKinds.filter((kind) => !untold.includes(kind)).toSorted(),
  );
  expect(() => eventTypeOf("severity_raised")).toThrow("severity_raised");
});

describe("what is written into the outbox", () => {
  beforeAll(async () => {
    await testDatabase();
    await throughAnIncident();
    await throughIntegrations();
    await throughPeople();
  });

  test("is, for each event of the catalogue, what its payload says and nothing else", async () => {
    const rows = await db().select().from(platformEvents);
    for (const { type, payload } of rows) expect(findEvent(type)?.payload.parse(payload), type).toEqual(payload);
    expect([...new Set(rows.map(({ type }) => type))].toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  });
});

async function throughAnIncident() {
  const sender = await addIntegration({ type: "webhook" });
  for (const action of ["trigger", "resolve"]) await post(sender, { summary: "Disk full", dedup_key: "disk", action });
  const { id, dedupScope } = await createIncident();
  await acknowledge(id, by);
  await unacknowledge(id, by);
  await snooze(id, new Date(now.getTime() + 60_000), by);
  await endSnooze([id], new Date(now.getTime() + 61_000));
  const bob = await createPerson();
  await assign(id, { personIds: [bob.id] }, by);
  await addNote(id, "Seen.", by);
  const alert = await opsgenieAlertBy(dedupScope, { by: "id", id });
  if (alert) await changeAlert(alert, newTitle("Disk nearly full"), by);
  await resolve(id, by);
  await reopen(id, by);
}

async function throughIntegrations() {
  const id = await createDestinationRow({ url: "https://ops.example/hook" });
  await disableDestination(id, by);
  await enableDestination(id, by);
  await blockDestination(id, "The key is not valid.", by);
  await disableBroken(id, "It failed.", now);
  await removeDestination(id, by);
}

async function throughPeople() {
  const { person } = await invite({ name: "Bob", email: "bob@example.com", role: "responder" }, by);
  await changeRole(person.id, "observer", by);
  await disable(person.id, by);
}
