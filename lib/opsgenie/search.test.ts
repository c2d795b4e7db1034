import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson } from "#db/testing-rows";
import { type Mount, mounts } from "#lib/doors/testing-mounts";

let mount: Mount;
let key: string;

type Listed = { alias: string; message: string };

const get = (path: string) => mount.send({ method: "GET", path, headers: { authorization: `GenieKey ${key}` } });
const send = (method: string, path: string, body: object) =>
  mount.send({ method, path, headers: { authorization: `GenieKey ${key}` }, body: JSON.stringify(body) });
const list = async (parameters: Record<string, string>) => get(`/v2/alerts?${new URLSearchParams(parameters)}`);
const aliases = async (parameters: Record<string, string>) =>
  ((await list(parameters)).body.data as Listed[]).map(({ alias }) => alias);

beforeAll(async () => {
  await testDatabase();
  for (const open of Object.values(mounts).slice(0, 1)) mount = await open();
  const integration = await createIntegration({ type: "opsgenie", rateLimitPerMinute: 0 });
  key = integration.key;
  const alice = await createPerson({ name: "Alice", email: "alice@example.com" });
  const more = [
    { alias: "disk", message: "Disk of db-1 is full", priority: "P1", tags: ["Prod", "disk"], entity: "db-1" },
    { alias: "cpu", message: "High CPU 100%", priority: "P3", tags: ["staging"], source: "nagios" },
    { alias: "cert", message: "Certificate ends", priority: "P4", details: { host: "web-1" }, description: "soon" },
    { alias: "old", message: "Was slow", priority: "P5", responders: [{ type: "team", name: 'The "Ops"' }] },
  ];
  for (const alert of more) await send("POST", "/v2/alerts", alert);
  await send("POST", "/v2/alerts", { alias: "disk", message: "again" });
  await send("POST", "/v2/alerts/cpu/acknowledge?identifierType=alias", {});
  await send("POST", "/v2/alerts/cpu/assign?identifierType=alias", { owner: { id: alice.id } });
  const endTime = new Date(Date.now() + 3_600_000).toISOString();
  await send("POST", "/v2/alerts/cert/snooze?identifierType=alias", { endTime });
  await send("POST", "/v2/alerts/old/close?identifierType=alias", {});
  await sql()`update incidents set opened_at = '2026-01-05T08:00:00Z' where dedup_key = 'disk'`;
});
afterAll(() => mount.close());

describe("a search", () => {
  test.each<[string, string[]]>([
    ["", ["disk", "cpu", "cert", "old"]],
    ["status:open", ["disk", "cpu", "cert"]],
    ["status: closed", ["old"]],
    ["status != open", ["old"]],
    ["acknowledged:true", ["cpu"]],
    ["status:open AND acknowledged:false", ["disk", "cert"]],
    ["snoozed:true", ["cert"]],
    ["priority:P1", ["disk"]],
    ["priority: (p1 OR P3)", ["disk", "cpu"]],
    ["priority > P3", ["cert", "old"]],
    ["tag:prod", ["disk"]],
    ["tags: (prod OR staging) AND NOT acknowledged:true", ["disk"]],
    ["tag:stag*", ["cpu"]],
    ["tag:stag", []],
    ["message:disk", ["disk"]],
    ["message: *cpu*", ["cpu"]],
    ['message:"cpu 100%"', ["cpu"]],
    ["message:%", ["cpu"]],
    ["message:_", []],
    ["disk", ["disk"]],
    ["soon OR nagios", ["cpu", "cert"]],
    ["NOT (disk OR cpu)", ["cert", "old"]],
    ["entity:db-1", ["disk"]],
    ["source:nagios", ["cpu"]],
    ["alias:c*", ["disk", "cpu", "cert"].slice(1)],
    ["owner:alice", ["cpu"]],
    ['responders:"The \\"Ops\\""', ["old"]],
    ["details.host:web-1", ["cert"]],
    ["details.other:web-1", []],
    ["details:web", ["cert"]],
    ["count >= 2", ["disk"]],
    ["count = 2 AND tinyId != 999", ["disk"]],
    ["createdAt < 06-01-2026", ["disk"]],
    ["createdAt = 2026-01-05T08:00:00Z", ["disk"]],
    ["createdAt > 1767600000000 AND status:closed", ["old"]],
    ["createdAt <= 05-01-2026T08:00", ["disk"]],
  ])("%s finds %j", async (query, found) => {
    expect((await aliases({ query })).toSorted()).toEqual(found.toSorted());
    const counted = await get(`/v2/alerts/count?${new URLSearchParams({ query })}`);
    expect(counted.body).toMatchObject({ data: { count: found.length } });
  });

  test.each([
    ["status:maybe", /status is one of open, closed/],
    ["acknowledged:yes", /true, false/],
    ["priority:P9", /P1, P2/],
    ["count:many", /count is a number/],
    ["createdAt:soon", /createdAt is a moment/],
    ["createdAt:0", /createdAt is a moment/],
    ["tag > a", /cannot be compared/],
    ["colour:red", /no field/],
    ["(status:open", /not closed/],
  ])("%s is refused, and says why", async (query, says) => {
    const { status, body } = await list({ query });
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: expect.any(String), errors: { query: expect.stringMatching(says) } });
  });
});

describe("a list", () => {
  test("goes newest first, or as it is asked", async () => {
    expect(await aliases({ sort: "tinyId", order: "asc" })).toEqual(["disk", "cpu", "cert", "old"]);
    expect(await aliases({})).toEqual(["old", "cert", "cpu", "disk"]);
    expect(await aliases({ sort: "count", order: "desc", limit: "1" })).toEqual(["disk"]);
    expect(await aliases({ sort: "alias", order: "ASC" })).toEqual(["cert", "cpu", "disk", "old"]);
    expect(await aliases({ sort: "priority", order: "asc" })).toEqual(["disk", "cpu", "cert", "old"]);
  });

  test("says where the next page is", async () => {
    const first = await list({ limit: "3", query: "status:open OR status:closed" });
    const { next } = first.body.paging as { next: string };
    expect(first.body).toMatchObject({
      data: expect.any(Array),
      paging: { first: expect.stringContaining("offset=0") },
    });
    const { pathname, search } = new URL(next);
    const second = await get(pathname + search);
    expect(second.body.data).toMatchObject([{ alias: "disk" }]);
    expect(second.body.paging).not.toHaveProperty("next");
  });

  test.each<Record<string, string>>([
    { limit: "0" },
    { limit: "101" },
    { limit: "many" },
    { offset: "-1" },
    { offset: "20001" },
    { sort: "colour" },
    { order: "up" },
    { searchIdentifier: "mine" },
  ])("%j is refused", async (parameters) => {
    const name = Object.keys(parameters).join();
    expect(await list(parameters)).toMatchObject({ status: 422, body: { errors: { [name]: expect.any(String) } } });
  });
});
