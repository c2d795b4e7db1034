import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { serveOpsgenie } from "#lib/opsgenie/serve";

let key: string;
const alias = "there";

beforeAll(async () => {
  await testDatabase();
  ({ key } = await createIntegration({ type: "prometheus", rateLimitPerMinute: 0 }));
  await ask("POST", "/v2/alerts", { message: "Disk full", alias });
});

const nasty = fc.constantFrom<unknown>(
  ...["", " ", "\0", "\ud800", "x".repeat(30_000), `${"x".repeat(1_022)}😀😀`, "null", "%00", "\\", "'; --"],
  ...[0, -1, 1e308, true, null, [], {}, [[]], [null], [{ type: "\0", name: "\ud800" }], { "\0": "\ud800" }],
  JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
);
const value = fc.oneof(nasty, fc.jsonValue({ stringUnit: "binary" }));
const names = [
  ...[
    "message",
    "alias",
    "description",
    "responders",
    "tags",
    "details",
    "entity",
    "source",
    "priority",
    "user",
    "note",
  ],
  ...[
    "endTime",
    "owner",
    "escalation",
    "responder",
    "team",
    "keys",
    "actions",
    "name",
    "apiKey",
    "visibleTo",
    "action",
  ],
];
const body = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
const parts = [
  ...["", "close", "acknowledge", "unacknowledge", "snooze", "escalate", "assign", "notes", "tags", "details"],
  ...["responders", "priority", "message", "description", "actions/a%00b", "logs"],
];
const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE");
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constant(alias) },
  fc.constantFrom(alias, "%00", "%ff", "requests", "count", "1"),
  fc.webSegment(),
);

test("whatever is sent, it is answered in Opsgenie's shape and never with a 500", async () => {
  const request = fc.tuple(method, name, fc.constantFrom(...parts), fc.constantFrom("alias", "id", "tiny"), body);
  await fc.assert(
    fc.asyncProperty(request, async ([how, named, part, type, sent]) => {
      const path = `/v2/alerts/${named}${part && `/${part}`}`;
      expectSound(await ask(how, path, sent, `identifierType=${type}&tags=%00,a&keys=%00`));
    }),
    { numRuns: 600 },
  );
});

test("nor for whatever alert is created, and each has a title and a key", async () => {
  const created = body.map((fields) => ({ message: "m", ...fields }));
  await fc.assert(
    fc.asyncProperty(created, async (sent) => expectSound(await ask("POST", "/v2/alerts", sent))),
    { numRuns: 300 },
  );
  expect(await sql()`select id from incidents where title = '' or dedup_key = ''`).toEqual([]);
});

test("nor for whatever is searched or pinged", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("message:\0", "tag:\ud800", "details.\0:a", "\\"),
  );
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      const query = `query=${encodeURIComponent(typed.toWellFormed())}`;
      expectSound(await ask("GET", "/v2/alerts", undefined, query));
      expectSound(await ask("GET", "/v2/alerts/count", undefined, query));
      const path = `/v2/heartbeats/${encodeURIComponent(typed.toWellFormed())}`;
      expectSound(await ask("GET", path));
      expectSound(await ask("POST", `${path}/ping`));
    }),
    { numRuns: 200 },
  );
});

function ask(method: string, path: string, sent?: unknown, query = "") {
  return serveOpsgenie({
    ...{ method, path, query, ip: "127.0.0.1", headers: { authorization: `GenieKey ${key}` } },
    body: Buffer.from(sent === undefined ? "" : JSON.stringify(sent)),
  });
}

function expectSound({ status, body }: { status: number; body: string }) {
  expect([200, 202, 400, 404, 405, 422]).toContain(status);
  const answered: Record<string, unknown> = JSON.parse(body);
  expect(answered).toMatchObject({ took: expect.any(Number), requestId: expect.any(String) });
  if (status >= 400) expect(answered.message).toEqual(expect.any(String));
}
