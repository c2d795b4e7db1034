import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql as fragment } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { isOutage } from "#db/errors";
import { newId } from "#db/id";
import { opsgenieAlerts } from "#db/schema/opsgenie";
import { companies } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { type Breaker, startBreaker } from "#db/testing-breaker";
import { type Contents, contentsOf, difference } from "#db/testing-contents";
import { createIntegration as addIntegration, createService as addService, createPerson } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { createApiKey } from "#lib/auth/create-api-key";
import { hashPassword } from "#lib/auth/password";
import { revokeApiKey } from "#lib/auth/revoke-api-key";
import { startSession } from "#lib/auth/session-token";
import { disableBroken } from "#lib/delivery/auto-disable";
import { testDestination } from "#lib/delivery/send-test";
import { createDelivery, createDestinationRow, startReceiver } from "#lib/delivery/testing";
import { blockDestination } from "#lib/destinations/block";
import { createDestination } from "#lib/destinations/create";
import { disableDestination } from "#lib/destinations/disable";
import { enableDestination } from "#lib/destinations/enable";
import { removeDestination } from "#lib/destinations/remove";
import { updateDestination } from "#lib/destinations/update";
import { acknowledge } from "#lib/incidents/acknowledge";
import { admit } from "#lib/incidents/admit";
import { snooze } from "#lib/incidents/snooze";
import { takeHeld } from "#lib/incidents/take-held";
import { alice, createIncident, readyEvent } from "#lib/incidents/testing-incidents";
import { takeTurns } from "#lib/intake/take-turns";
import { createIntegration } from "#lib/integrations/create";
import { rotateKey } from "#lib/integrations/rotate-key";
import { updateIntegration } from "#lib/integrations/update";
import { newTitle } from "#lib/opsgenie/alert-changes";
import { changeAlert } from "#lib/opsgenie/change-alert";
import { opsgenieAlertBy } from "#lib/opsgenie/stored-alerts";
import { acceptInvitation } from "#lib/people/accept-invitation";
import { changePassword } from "#lib/people/change-password";
import { changeRole } from "#lib/people/change-role";
import { disable } from "#lib/people/disable";
import { enable } from "#lib/people/enable";
import { invite } from "#lib/people/invite";
import { renameCompany } from "#lib/people/rename-company";
import { renewInvitation } from "#lib/people/renew-invitation";
import { revokeSessions } from "#lib/people/revoke-sessions";
import { setUp } from "#lib/people/set-up";
import { updateProfile } from "#lib/people/update-profile";
import { replayRequest } from "#lib/requests/replay";
import { all, doing, names, post } from "#lib/requests/testing-replays";
import { createService } from "#lib/services/create";
import { removeService } from "#lib/services/remove";
import { updateService } from "#lib/services/update";

process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.0/8";

const password = "correct horse battery";
const from = { ip: "192.0.2.1", userAgent: "Firefox" };
const now = new Date();
const by = { actor: alice, now };
const alone = { actor: tocsinItself, now };
const webhook = { type: "webhook", name: "Ops", config: { url: "https://ops.example/hook" }, events: [] };

/** Makes ready what a verb needs, and gives the verb. */
type Arrange = () => Promise<() => Promise<unknown>>;

const person = async () => (await createPerson({ passwordHash: await hashPassword(password) })).id;
const destination = () => createDestinationRow({ url: "https://ops.example/hook" });

/** Each file that opens a transaction, with what it does in it. */
const verbs: Record<string, Arrange> = {
  "auth/create-api-key.ts": async () => () =>
    createApiKey({ name: "Deploys", scope: "read", expiresInDays: null }, alone),
  "auth/revoke-api-key.ts": async () => {
    const { id } = await createApiKey({ name: "Deploys", scope: "read", expiresInDays: null }, alone);
    return () => revokeApiKey(id, by);
  },
  "delivery/auto-disable.ts": async () => {
    const id = await destination();
    await createDelivery(id);
    return () => disableBroken(id, "It failed.", now);
  },
  "delivery/send-test.ts": async () => {
    const receiver = await startReceiver();
    const id = await createDestinationRow({ url: receiver.url });
    return () => testDestination(id, by).finally(() => receiver.close());
  },
  "destinations/create.ts": async () => () => createDestination(webhook, by),
  "destinations/disable.ts": async () => {
    const id = await destination();
    await createDelivery(id);
    return () => disableDestination(id, by);
  },
  "destinations/block.ts": async () => {
    const id = await destination();
    return () => blockDestination(id, "The key is not valid.", by);
  },
  "destinations/change.ts, when one is enabled": async () => {
    const id = await destination();
    await disableDestination(id, by);
    return () => enableDestination(id, by);
  },
  "destinations/change.ts, when one is deleted": async () => {
    const id = await destination();
    await createDelivery(id);
    return () => removeDestination(id, by);
  },
  "destinations/change.ts, when one is renamed": async () => {
    const id = await destination();
    return () => updateDestination(id, { name: `Renamed ${newId()}` }, by);
  },
  "incidents/change-incidents.ts": async () => {
    const { id } = await createIncident();
    return () => acknowledge(id, by);
  },
  "incidents/change-incidents.ts, with a timer": async () => {
    const { id } = await createIncident();
    return () => snooze(id, new Date(Date.now() + 3_600_000), by);
  },
  "incidents/take-held.ts": async () => {
    await sql()`delete from held_events`;
    const { id: integrationId, serviceId, name } = await addIntegration({ type: "prometheus" });
    const origin = { integrationId, serviceId, actor: { kind: "integration" as const, id: integrationId, name } };
    const later = new Date(Date.now() + 60_000);
    const pauseUntil = later.toISOString();
    await admit(origin, [readyEvent({ scope: integrationId, action: "trigger", dedupKey: newId(), pauseUntil })]);
    return () => takeHeld(later);
  },
  "intake/take-turns.ts": async () => {
    // Each integration has a transaction of its own; what waits from before would be taken first.
    await sql()`delete from late_requests`;
    const integration = await addIntegration({ type: "prometheus", rateLimitPerMinute: 2 });
    const alert = (name: string) => ({ status: "firing", labels: { alertname: name }, startsAt: now.toISOString() });
    for (const name of ["a", "b", "c", "d"]) await post(integration, message([alert(name)]));
    await sql()`update late_requests set due_at = now() where integration_id = ${integration.id}`;
    const later = new Date(Date.now() + 60_000);
    return () => takeTurns(later);
  },
  "integrations/change.ts": async () => {
    const { id } = await addIntegration();
    return () => updateIntegration(id, { name: `Renamed ${newId()}`, sharesKeys: true }, by);
  },
  "integrations/create.ts": async () => {
    const { id } = await addService();
    return () => createIntegration(id, { type: "pagerduty", name: "Events" }, by);
  },
  "integrations/rotate-key.ts": async () => {
    const { id } = await addIntegration();
    return () => rotateKey(id, { overlapHours: 1 }, by);
  },
  "opsgenie/change-alert.ts": async () => {
    const incident = await createIncident();
    await db().insert(opsgenieAlerts).values({ incidentId: incident.id, alias: incident.dedupKey, priority: "P3" });
    const alert = await opsgenieAlertBy(incident.dedupScope, { by: "id", id: incident.id });
    if (!alert) throw new Error("there is no such alert");
    return () => changeAlert(alert, newTitle("Renamed"), by);
  },
  "people/accept-invitation.ts": async () => {
    const { token } = await invite(somebody(), by);
    return () => acceptInvitation({ token, password, timeZone: "UTC" }, { now });
  },
  "people/change-password.ts": async () => {
    const id = await person();
    const session = await startSession(db(), id, from, now);
    const self = { id, name: "Bob", email: `${id}@example.com`, role: "admin", timeZone: "UTC" } as const;
    const input = { current: password, next: "another horse battery" };
    return () => changePassword({ ...self, sessionId: session.id }, input, { from, now });
  },
  "people/change-role.ts": async () => {
    const id = await person();
    return () => changeRole(id, "observer", by);
  },
  "people/disable.ts": async () => {
    const id = await person();
    await startSession(db(), id, from, now);
    return () => disable(id, by);
  },
  "people/enable.ts": async () => {
    const id = await person();
    await disable(id, by);
    return () => enable(id, by);
  },
  "people/invite.ts": async () => () => invite(somebody(), by),
  "people/rename-company.ts": async () => {
    await db().insert(companies).values({ name: "TestCompany", createdAt: now }).onConflictDoNothing();
    return () => renameCompany({ name: `Renamed ${newId()}` }, by);
  },
  "people/renew-invitation.ts": async () => {
    const { person: invited } = await invite(somebody(), by);
    return () => renewInvitation(invited.id, by);
  },
  "people/revoke-sessions.ts": async () => {
    const id = await person();
    await startSession(db(), id, from, now);
    return () => revokeSessions(id, by);
  },
  "people/set-up.ts": async () => {
    await db().delete(companies);
    return () => setUp({ company: "TestCompany", name: "Alice", email: address(), password, timeZone: "UTC" }, { now });
  },
  "people/update-profile.ts": async () => {
    const id = await person();
    return () => updateProfile(id, { name: "Renamed", timeZone: "Europe/Berlin" }, by);
  },
  "requests/replay.ts": async () => {
    const integration = await addIntegration({ type: "webhook" });
    await post(integration, { summary: "Disk full", dedup_key: newId() });
    const [received] = await all(integration);
    return () => replayRequest(names(integration, received), doing());
  },
  "services/create.ts": async () => () => createService({ name: newId(), description: "", urgencies: {} }, by),
  "services/remove.ts": async () => {
    const { serviceId } = await addIntegration();
    return () => removeService(serviceId, { force: true }, by);
  },
  "services/update.ts": async () => {
    const { id } = await addService();
    return () => updateService(id, { name: newId() }, by);
  },
};

const address = () => `${newId()}@example.com`;
const somebody = () => ({ name: "Bob", email: address(), role: "responder" }) as const;
const message = (alerts: object[]) => ({ version: "4", groupKey: "{}", status: "firing", receiver: "t", alerts });

let breaker: Breaker;
let direct: pg.Client;
let broken = 0;
/** Others who ask meanwhile; each must get its own answer. */
const others = { areAsking: true, wrong: 0, asking: [] as Promise<void>[] };
const uncaught: unknown[] = [];
process.on("uncaughtException", (error) => uncaught.push(error));
process.on("unhandledRejection", (error) => uncaught.push(error));

beforeAll(async () => {
  const url = String(process.env.DATABASE_URL);
  breaker = await startBreaker(url);
  process.env.DATABASE_URL = breaker.url;
  await testDatabase();
  direct = new pg.Client(url);
  await direct.connect();
  others.asking = Array.from({ length: 2 }, (_, at) => ask(at));
});
afterAll(async () => {
  others.areAsking = false;
  await Promise.all(others.asking);
  await direct.end();
  breaker.close();
});

test("each file that opens a transaction has its row here", () => {
  const root = import.meta.dirname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const opening = files.filter((file) =>
    /\bchange\((by|doing|\{ actor)/.test(readFileSync(path.join(root, file), "utf8")),
  );
  const listed = new Set(Object.keys(verbs).map((name) => name.replace(/,.*/, "")));
  expect([...listed].toSorted()).toEqual(opening.toSorted());
});

describe.each(Object.entries(verbs))("%s", (_, arrange) => {
  test("is carried out whole or not at all, wherever its connection breaks", async () => {
    await (await arrange())();
    const verb = await arrange();
    const start = (await contentsOf(direct)).counts;
    await verb();
    const whole = difference(start, (await contentsOf(direct)).counts);
    for (const when of ["before", "after"] as const) {
      for (let statement = 1; ; statement++) {
        const interrupted = await arrange();
        const before = await contentsOf(direct);
        const { isBroken, error } = await breaker.during({ statement, when }, interrupted);
        if (!isBroken) break;
        broken++;
        const after = await settled(before);
        if (after.hash !== before.hash) expect(difference(before.counts, after.counts)).toEqual(whole);
        if (error !== undefined) expect(isOutage(error), String(error)).toBe(true);
        expect(await db().execute("select 1 as one")).toMatchObject({ rows: [{ one: 1 }] });
      }
    }
    expect(uncaught).toEqual([]);
  }, 120_000);
});

test("broke off often enough to mean something, and nobody got the answer of another", () => {
  expect(broken).toBeGreaterThan(200);
  expect(others.wrong).toBe(0);
});

async function ask(first: number): Promise<void> {
  for (let n = first; others.areAsking; n += 2) {
    const { rows } = await db().execute<{ n: number }>(fragment`select ${n}::int as n`);
    if (rows[0]?.n !== n) others.wrong++;
    await sleep(5);
  }
}

/** What Postgres holds once it has noticed that the connection is gone. */
async function settled(before: Contents): Promise<Contents> {
  await expect
    .poll(
      async () =>
        (
          await direct.query(
            "select from pg_stat_activity where datname = current_database() and state like '%in transaction%'",
          )
        ).rowCount,
    )
    .toBe(0);
  return { ...before, ...(await contentsOf(direct)) };
}
