import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts, type Sent } from "#lib/doors/testing-mounts";
import { startMinute } from "#lib/testing-minute";

type Senders = Record<"good" | "disabled" | "deleted", Awaited<ReturnType<typeof createIntegration>>>;
let senders: Senders;

beforeAll(async () => {
  await testDatabase();
  senders = {
    good: await createIntegration({ type: "opsgenie", rateLimitPerMinute: 0 }),
    disabled: await createIntegration({ type: "opsgenie", disabledAt: new Date() }),
    deleted: await createIntegration({ type: "opsgenie", deletedAt: new Date() }),
  };
});

type Ask = (senders: Senders) => Sent;

const by = (key: string) => ({ authorization: `GenieKey ${key}` });
const good = (method: string, path: string, body?: unknown): Ask => {
  return ({ good }) => ({ method, path, headers: by(good.key), ...bodyOf(body) });
};
const bodyOf = (body: unknown) =>
  body === undefined
    ? {}
    : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) };
const create = (body: unknown): Ask => good("POST", "/v2/alerts", body);
const on = (part: string, body?: unknown, method = "POST"): Ask => good(method, `/v2/alerts/1/${part}`, body);
const withKey =
  (headers: Record<string, string>): Ask =>
  () => ({ path: "/v2/alerts", headers, body: '{"message":"m"}' });

const table: [name: string, ask: Ask, status: number, says: RegExp][] = [
  ["no key", withKey({}), 401, /GenieKey/],
  ["a wrong key", withKey(by("0".repeat(32))), 401, /key is wrong/],
  ["a key of nonsense", withKey(by("clé à molette")), 401, /key/],
  ["an API key of a person", withKey(by(`sk_live_${"a".repeat(32)}`)), 401, /key of an integration/],
  ["a key under another scheme", withKey({ authorization: "Digest x" }), 401, /GenieKey/],
  [
    "a disabled integration",
    ({ disabled }) => ({ path: "/v2/alerts", headers: by(disabled.key), body: '{"message":"m"}' }),
    403,
    /disabled/,
  ],
  [
    "a deleted integration",
    ({ deleted }) => ({ path: "/v2/alerts", headers: by(deleted.key), body: '{"message":"m"}' }),
    401,
    /key is wrong/,
  ],
  [
    "the id in place of the key",
    ({ good }) => ({ path: `/v2/alerts?integrationId=${good.id}`, body: '{"message":"m"}' }),
    401,
    /GenieKey/,
  ],
  ["no JSON", create("{"), 400, /JSON/],
  ["HTML", create("<html>"), 400, /JSON/],
  ["bytes that are no text", create(new Uint8Array([0xff, 0xfe, 0x00])), 400, /UTF-8/],
  ["a list", create([{ message: "m" }]), 422, /one JSON object/],
  ["null", create("null"), 422, /one JSON object/],
  ["a text", create('"m"'), 422, /one JSON object/],
  ["a body too deep", create(`{"message":"m","details":${'{"a":'.repeat(500)}1${"}".repeat(500)}}`), 400, /nested/],
  ["a body too large", create(`{"message":"${"m".repeat(1_100_000)}"}`), 413, /larger/],
  ["nothing at all", create(undefined), 422, /message is missing/],
  ["no message", create({ alias: "a" }), 422, /message is missing/],
  ["a blank message", create({ message: "  " }), 422, /message is missing/],
  ["a message that is an object", create({ message: { text: "m" } }), 422, /message is missing/],
  ["a priority of its own", create({ message: "m", priority: "P9" }), 422, /should be one of \[ P1/],
  ["a priority that is a number", create({ message: "m", priority: 1 }), 422, /should be one of/],
  ["a kind of identifier that is none", good("GET", "/v2/alerts/x?identifierType=name"), 422, /id, alias, tiny/],
  ["an alert that is not there", good("GET", "/v2/alerts/00000000-0000-7000-8000-000000000000"), 404, /does not exist/],
  ["an id that is none", good("GET", "/v2/alerts/'; drop table incidents"), 404, /does not exist/],
  [
    "an alias that is not there",
    good("GET", "/v2/alerts/nope?identifierType=alias"),
    404,
    /does not exist or is closed/,
  ],
  ["a tiny id that is none", good("GET", "/v2/alerts/12a?identifierType=tiny"), 404, /does not exist/],
  ["a request that is not there", good("GET", "/v2/alerts/requests/nope"), 404, /Request not found/],
  ["a snooze without an end", on("snooze", {}), 422, /endTime/],
  ["a snooze until nonsense", on("snooze", { endTime: "soon" }), 422, /moment/],
  ["a snooze until yesterday", on("snooze", { endTime: "2020-01-01T00:00:00Z" }), 422, /to come/],
  ["a note without words", on("notes", { note: " " }), 422, /note is missing/],
  ["no tags to add", on("tags", { tags: [] }), 422, /tags/],
  ["tags that are none", on("tags", { tags: 5 }), 422, /tags/],
  ["no tags to remove", on("tags", undefined, "DELETE"), 422, /tags/],
  ["details that are none", on("details", { details: "k:v" }), 422, /details/],
  ["no keys to remove", on("details", undefined, "DELETE"), 422, /keys/],
  ["nobody to assign", on("assign", { owner: {} }), 422, /owner/],
  ["no escalation", on("escalate", {}), 422, /escalation/],
  ["no responder", on("responders", { responder: [] }), 422, /responder/],
  ["no priority", on("priority", {}, "PUT"), 422, /should be one of/],
  ["an empty message", on("message", { message: "" }, "PUT"), 422, /message is missing/],
  ["an empty description", on("description", {}, "PUT"), 422, /description is missing/],
  ["another method", good("PUT", "/v2/alerts", {}), 405, /POST or GET/],
  ["a method on a part", on("close", undefined, "GET"), 405, /POST/],
  ["attachments", on("attachments", {}), 404, /not served/],
  ["saved searches", good("GET", "/v2/alerts/saved-searches"), 404, /not served/],
  ["a heartbeat that was never pinged", good("GET", "/v2/heartbeats/nope"), 404, /does not exist/],
  ["a heartbeat with a long name", good("GET", `/v2/heartbeats/${"n".repeat(201)}/ping`), 422, /200 characters/],
  ["version 1 without naming the alert", good("POST", "/v1/json/alert/close", {}), 422, /id, alias or tinyId/],
  [
    "version 1 of an alert that is not there",
    good("POST", "/v1/json/alert/close", { alias: "nope" }),
    404,
    /does not exist/,
  ],
  ["version 1 without a key", () => ({ path: "/v1/json/alert", body: '{"message":"m"}' }), 401, /apiKey/],
];

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  test.each(table)("%s is refused in Opsgenie's shape, and nothing is created", async (_, ask, status, says) => {
    const answer = await mount.send(ask(senders));
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status, text: expect.stringMatching(says) });
    const isFirstVersion = ask(senders).path.startsWith("/v1");
    expect(answer.body).toMatchObject({
      [isFirstVersion ? "error" : "message"]: expect.any(String),
      took: expect.any(Number),
      requestId: expect.any(String),
    });
    expect(answer.text).not.toMatch(/postgres|at .*\.ts|undefined|\[object/i);
    expect(await sql()`select count(*)::int as n from incidents`).toEqual([{ n: 0 }]);
  });
});

describe("over the limit", () => {
  let mount: Mount;
  beforeAll(async () => {
    for (const open of Object.values(mounts).slice(0, 1)) mount = await open();
  });
  afterAll(() => mount.close());

  test("creates are told 429 as Opsgenie tells it, and what ends trouble still gets in", async () => {
    startMinute();
    const { key } = await createIntegration({ type: "opsgenie", rateLimitPerMinute: 2 });
    const post = (path: string, body: object) => mount.send({ path, headers: by(key), body: JSON.stringify(body) });
    await post("/v2/alerts", { message: "One", alias: "one" });
    await post("/v2/alerts", { message: "Two", alias: "two" });
    const third = await post("/v2/alerts", { message: "Three", alias: "three" });
    expect(third).toMatchObject({ status: 429, body: { message: expect.stringMatching(/too many requests/) } });
    expect(third.headers.get("x-ratelimit-state")).toBe("THROTTLED");
    expect(third.headers.get("x-ratelimit-period-in-sec")).toBe("60");
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await post("/v2/alerts/one/close?identifierType=alias", {})).status).toBe(202);
    expect(await sql()`select dedup_key, status from incidents order by number`).toEqual([
      { dedup_key: "one", status: "resolved" },
      { dedup_key: "two", status: "triggered" },
    ]);
  });
});
