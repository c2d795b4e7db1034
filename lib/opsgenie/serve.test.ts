import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson } from "#db/testing-rows";
import { type Got, type Mount, mounts } from "#lib/doors/testing-mounts";

beforeAll(async () => {
  await testDatabase();
});

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

type Integration = Awaited<ReturnType<typeof createIntegration>>;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  let integration: Integration;
  beforeAll(async () => {
    mount = await open();
    integration = await createIntegration({ type: "opsgenie", rateLimitPerMinute: 0, name: "Ops" });
  });
  afterAll(() => mount.close());

  const call = (method: string, path: string, body?: unknown, key = integration.key): Promise<Got> =>
    mount.send({
      method,
      path,
      headers: { authorization: `GenieKey ${key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const alert = (id: string, type = "alias") =>
    call("GET", `/v2/alerts/${encodeURIComponent(id)}?identifierType=${type}`);
  const create = async (more: object = {}) => {
    const alias = randomUUID();
    await call("POST", "/v2/alerts", { message: "Disk full", alias, ...more });
    return alias;
  };
  const statusOf = async (answer: Got) => {
    const { body } = await call("GET", `/v2/alerts/requests/${answer.body.requestId}`);
    return body.data;
  };
  /** Does it to an alert of its own by its alias, and returns the alert then. */
  const done = async (method: string, part: string, body?: unknown, more: object = {}) => {
    const alias = await create(more);
    const answer = await call(
      method,
      `/v2/alerts/${alias}${part}${part.includes("?") ? "&" : "?"}identifierType=alias`,
      body,
    );
    expect(answer).toMatchObject({ status: 202, body: { result: "Request will be processed" } });
    const status = await statusOf(answer);
    const [{ id } = { id: "" }] = await sql().of(
      z.object({ id: z.string() }),
    )`select id from incidents where dedup_key = ${alias}`;
    return { id, alias, status, data: (await alert(id, "id")).body.data };
  };

  test("an alert is created with all its fields, and found by its alias, its id and its tiny id", async () => {
    const alias = `db-1/${randomUUID()} é`;
    const answer = await call("POST", "/v2/alerts/", {
      message: "Disk of db-1 is full",
      alias,
      description: "2 GB left",
      responders: [
        { type: "team", name: "Databases" },
        { type: "user", username: "jane@example.com" },
      ],
      tags: ["production", "disk"],
      actions: ["restart"],
      details: { host: "db-1", runbook: "https://runbooks.example.com/disk", disk: 2 },
      entity: "db-1",
      source: "nagios",
      priority: "P1",
      user: "jane@example.com",
      note: "Seen twice today",
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { result: "Request will be processed", took: expect.any(Number), requestId: expect.any(String) },
    });
    expect(answer.headers.get("x-ratelimit-state")).toBe("OK");
    expect(answer.headers.get("x-request-id")).toBe(answer.body.requestId);
    const { body } = await alert(alias);
    expect(body).toMatchObject({
      data: {
        alias,
        message: "Disk of db-1 is full",
        status: "open",
        acknowledged: false,
        snoozed: false,
        count: 1,
        priority: "P1",
        tags: ["production", "disk"],
        actions: ["restart"],
        details: { host: "db-1", runbook: "https://runbooks.example.com/disk", disk: "2" },
        description: "2 GB left",
        entity: "db-1",
        source: "nagios",
        owner: "",
        responders: [
          { type: "team", name: "Databases" },
          { type: "user", username: "jane@example.com" },
        ],
        integration: { id: integration.id, name: "Ops" },
      },
    });
    const data = body.data as { id: string; tinyId: string };
    expect((await alert(data.id, "id")).body.data).toEqual(data);
    expect((await alert(data.tinyId, "tiny")).body.data).toEqual(data);
    expect(await sql()`select status, severity, source, title, links from incidents where id = ${data.id}`).toEqual([
      {
        status: "triggered",
        severity: "critical",
        source: "db-1",
        title: "Disk of db-1 is full",
        links: [{ href: "https://runbooks.example.com/disk", text: "runbook" }],
      },
    ]);
    expect(await statusOf(answer)).toMatchObject({
      success: true,
      isSuccess: true,
      action: "Create",
      status: "Created alert",
      alertId: data.id,
      alias,
      integrationId: integration.id,
    });
    expect((await call("GET", `/v2/alerts/${data.id}/notes`)).body.data).toMatchObject([
      { note: "Seen twice today", owner: "jane@example.com (Ops)" },
    ]);
  });

  test("the same alias while open counts one more; after the close it is another alert", async () => {
    const alias = await create();
    const first = (await alert(alias)).body.data as { id: string };
    await create({ alias, message: "Still full", tags: ["new"] });
    expect((await alert(alias)).body.data).toMatchObject({ id: first.id, count: 2, message: "Disk full", tags: [] });
    await call("POST", `/v2/alerts/${alias}/close?identifierType=alias`, {});
    expect((await alert(alias)).status).toBe(404);
    await create({ alias });
    const second = (await alert(alias)).body.data as { id: string };
    expect(second.id).not.toBe(first.id);
    expect((await alert(first.id, "id")).body.data).toMatchObject({ status: "closed" });
  });

  test("without an alias each is an alert of its own, named by what the status of its request says", async () => {
    const one = await statusOf(await call("POST", "/v2/alerts", { message: "One" }));
    const two = await statusOf(await call("POST", "/v2/alerts", { message: "One" }));
    expect(one).toMatchObject({ success: true, alias: expect.stringMatching(/.{20}/) });
    expect(two).not.toMatchObject({ alertId: (one as { alertId: string }).alertId });
  });

  test("an alias of 500 characters is found again", async () => {
    const alias = await create({ alias: "k".repeat(500) }).then(() => "k".repeat(500));
    expect((await alert(alias)).body.data).toMatchObject({ alias });
    await call("POST", `/v2/alerts/${alias}/close?identifierType=alias`);
    expect((await alert(alias)).status).toBe(404);
  });

  test.each([
    [
      "POST",
      "/acknowledge",
      { user: "Jane" },
      { acknowledged: true, report: { acknowledgedBy: "Jane (Ops)" } },
      "Acknowledge",
    ],
    [
      "POST",
      "/close/",
      undefined,
      { status: "closed", report: { closedBy: "Ops", closeTime: expect.any(Number) } },
      "Close",
    ],
    ["POST", "/snooze", { endTime: inAnHour }, { snoozed: true, snoozedUntil: inAnHour }, "Snooze"],
    ["POST", "/notes", { note: "On it" }, {}, "AddNote"],
    ["POST", "/tags", { tags: ["b", "a"] }, { tags: ["a", "b"] }, "AddTags"],
    ["DELETE", "/tags?tags=a", undefined, { tags: [] }, "RemoveTags"],
    ["POST", "/details", { details: { k2: "v2" } }, { details: { k: "v", k2: "v2" } }, "AddDetails"],
    ["DELETE", "/details?keys=k,other", undefined, { details: {} }, "RemoveDetails"],
    [
      "POST",
      "/responders",
      { responder: { type: "team", name: "DB" } },
      { teams: [{ type: "team", name: "DB" }] },
      "AddResponder",
    ],
    [
      "POST",
      "/escalate",
      { escalation: { name: "Night" } },
      { responders: [{ type: "escalation", name: "Night" }] },
      "EscalateToNext",
    ],
    ["POST", "/actions/restart", {}, {}, "ExecuteCustomAction"],
    ["PUT", "/priority", { priority: "P4" }, { priority: "P4" }, "UpdatePriority"],
    ["PUT", "/message", { message: "Two disks full" }, { message: "Two disks full" }, "UpdateMessage"],
    ["PUT", "/description", { description: "Both" }, { description: "Both" }, "UpdateDescription"],
  ] as [string, string, object | undefined, object, string][])(
    "%s %s does what it says, and its request says so",
    async (method, part, body, becomes, action) => {
      const { status, data, id, alias } = await done(method, part, body, { tags: ["a"], details: { k: "v" } });
      expect(status).toMatchObject({ success: true, action, alertId: id, alias });
      expect(data).toMatchObject(becomes);
    },
  );

  test("what is given back is triggered again", async () => {
    const alias = await create();
    await call("POST", `/v2/alerts/${alias}/acknowledge?identifierType=alias`);
    await call("POST", `/v2/alerts/${alias}/unacknowledge?identifierType=alias`);
    expect((await alert(alias)).body.data).toMatchObject({ acknowledged: false, status: "open" });
  });

  test("an owner is a person here; one who is nobody is told by the status of the request", async () => {
    const person = await createPerson();
    const { data } = await done("POST", "/assign", { owner: { username: person.email.toUpperCase() } });
    expect(data).toMatchObject({ owner: person.email });
    const { status } = await done("POST", "/assign", { owner: { username: "nobody@example.com" } });
    expect(status).toMatchObject({ success: false, status: expect.stringMatching(/no person nobody@example.com/) });
  });

  test("a deleted alert is gone from the API, and resolved in Tocsin", async () => {
    const alias = await create();
    const { id } = (await alert(alias)).body.data as { id: string };
    expect(await statusOf(await call("DELETE", `/v2/alerts/${id}?source=script`))).toMatchObject({
      success: true,
      action: "Delete",
    });
    expect((await alert(id, "id")).status).toBe(404);
    expect(await sql()`select status from incidents where id = ${id}`).toEqual([{ status: "resolved" }]);
  });

  test("what is done to an alert that is not there is accepted, and its request says why it failed", async () => {
    const answer = await call("POST", `/v2/alerts/${randomUUID()}/acknowledge`, { user: "Jane" });
    expect(answer.status).toBe(202);
    expect(await statusOf(answer)).toMatchObject({
      success: false,
      isSuccess: false,
      action: "Acknowledge",
      status: "Alert does not exist",
      alertId: "",
      alias: "",
    });
  });

  test("an update that comes with its create, before the answer, finds it", async () => {
    const alias = randomUUID();
    const sent = [
      call("POST", "/v2/alerts", { message: "[FIRING:1]", alias }),
      call("PUT", `/v2/alerts/${alias}/message?identifierType=alias`, { message: "[FIRING:2]" }),
      call("PUT", `/v2/alerts/${alias}/description?identifierType=alias`, { description: "two" }),
    ];
    await Promise.all(sent);
    expect((await alert(alias)).body.data).toMatchObject({ message: "[FIRING:2]", description: "two" });
  });

  test("changes stand in the timeline and the outbox once, and repeats of them not at all", async () => {
    const alias = await create();
    for (const message of ["Two disks full", "Two disks full"])
      await call("PUT", `/v2/alerts/${alias}/message?identifierType=alias`, { message, user: "Jane" });
    const { id } = (await alert(alias)).body.data as { id: string };
    const entries =
      await sql()`select kind, actor_name, details from timeline_entries where incident_id = ${id} order by at, id`;
    expect(entries).toMatchObject([
      { kind: "triggered" },
      { kind: "changed", actor_name: "Jane (Ops)", details: { field: "title", to: "Two disks full" } },
    ]);
    const events = await sql()`select type, payload from platform_events where incident_id = ${id} order by seq`;
    expect(events).toMatchObject([
      { type: "incident.triggered" },
      { type: "incident.changed", payload: { incident: { title: "Two disks full" } } },
    ]);
  });

  test("every write is in the log of requests, without its key", async () => {
    const other = await createIntegration({ type: "opsgenie" });
    await call("POST", "/v2/alerts", { message: "One", alias: "a" }, other.key);
    await call("POST", "/v2/alerts/a/close?identifierType=alias", {}, other.key);
    await call("POST", "/v2/alerts/a/close?identifierType=alias", {}, other.key);
    const rows =
      await sql()`select method, path, source, outcome, reason, status, incident_ids, headers ->> 'authorization' as key
      from requests where integration_id = ${other.id} order by received_at, id`;
    expect(rows).toMatchObject([
      { path: "/v2/alerts", source: "opsgenie", outcome: "accepted", status: 202, key: "[hidden]" },
      { outcome: "accepted", reason: "Closed alert", incident_ids: [expect.any(String)] },
      { outcome: "ignored", reason: "Alert does not exist", incident_ids: [] },
    ]);
  });

  test("the key of any integration will do, and reaches only the alerts of its own", async () => {
    const other = await createIntegration({ type: "prometheus", serviceId: integration.serviceId });
    const alias = await create();
    const { id } = (await alert(alias)).body.data as { id: string };
    expect((await call("GET", `/v2/alerts/${id}`, undefined, other.key)).status).toBe(404);
    await call("POST", `/v2/alerts/${id}/close`, {}, other.key);
    expect((await alert(alias)).body.data).toMatchObject({ status: "open" });
    await call("POST", "/v2/alerts", { message: "The same alias", alias }, other.key);
    expect((await alert(alias)).body.data).toMatchObject({ count: 1 });
    expect((await call("GET", "/v2/alerts/count", undefined, other.key)).body.data).toEqual({ count: 1 });
  });
});
