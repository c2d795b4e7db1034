import { globSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { type Answered, aliceKey, call, keyWith, openIncident } from "#lib/api/testing";
import { fuzzTimeoutMs, fuzzTimes, newSeed } from "#lib/intake/testing-fuzz";
import { mutated } from "#lib/intake/testing-mutations";

process.env.TOCSIN_API_KEY = aliceKey;

const calls = 500 * fuzzTimes;
const together = 20;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);

type Route = Parameters<typeof call>[0];
/** These call others, who are not to be bothered. */
const outside = /destinations\/(\[id\]\/)?(test|check)|try-now|replay-failed|deliveries\/\[id\]\/replay/;
const files = globSync("app/api/v1/**/route.ts").filter((file) => !outside.test(file));
let routes: { file: string; route: Route }[] = [];
let ids: string[] = [];
let keys: (string | null)[] = [];

beforeAll(async () => {
  process.on("unhandledRejection", note);
  await testDatabase();
  routes = await Promise.all(
    files.map(async (file) => ({ file, route: (await import(/* @vite-ignore */ path.resolve(file))) as Route })),
  );
  const incidents = await Promise.all([openIncident(), openIncident(), openIncident()]);
  const [integration] = await sql()`select id from integrations`;
  const [request] = await sql()`select id from requests`;
  ids = [...incidents.flatMap(({ id, serviceId, number }) => [id, serviceId, String(number)])];
  ids.push(String(integration?.id), String(request?.id), "%00", "\0", "no", "9".repeat(40), "\ud800", "../..");
  keys = [aliceKey, aliceKey, aliceKey, await keyWith("write"), await keyWith("read"), null, "sk_live_\u00e9"];
});
afterAll(() => void process.off("unhandledRejection", note));

test(`${calls} calls of the API are answered, whatever is wrong with them`, { timeout: fuzzTimeoutMs }, async () => {
  const seed = newSeed();
  const asked = fc.sample(wildCalls(), { numRuns: calls, seed });
  const answers: (Answered | { status: number; body: unknown })[] = [];
  for (let at = 0; at < asked.length; at += together)
    answers.push(
      ...(await Promise.all(asked.slice(at, at + together).map(({ route, ...rest }) => call(route.route, rest)))),
    );
  const failed = answers.flatMap(({ status, body }, at) =>
    status < 500 ? [] : [{ seed, at, body, asked: { ...asked[at], route: asked[at]?.route.file } }],
  );
  expect(failed).toEqual([]);
  expect(unhandled).toEqual([]);
  expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(calls / 50);
});

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

function wildCalls() {
  const id = fc.constantFrom(...ids);
  const body = fc.oneof(
    { weight: 4, arbitrary: mutated(bodies).map(({ payload }) => JSON.stringify(payload)) },
    fc.string(),
  );
  return fc.constantFrom(...routes).chain((route) =>
    fc
      .record({
        route: fc.constant(route),
        method: fc.constantFrom(...methods.filter((method) => method in route.route)),
        params: fc.record({ id, requestId: id, source: id, path: id }),
        query: fc.oneof(
          fc.constant(""),
          fc.constantFrom(...queries),
          fc.webQueryParameters().map((text) => `?${text}`),
        ),
        key: fc.constantFrom(...keys),
        raw: body,
      })
      // No Request lets a GET have a body.
      .map(({ raw, ...rest }) => ({ ...rest, ...(rest.method === "GET" ? {} : { raw }) })),
  );
}

const queries = [
  "?limit=1e9",
  "?cursor=LTE",
  "?q=%00",
  "?q=%ff&q=",
  "?status=none",
  "?since=0",
  "?limit=9007199254740993",
];

const bodies = [
  { name: "Checkout", urgencies: { error: "low" }, description: "shop" },
  { type: "webhook", name: "Prod", config: { summaryField: "a.b" }, rateLimitPerMinute: 5, defaultSeverity: "error" },
  { ids: ["00000000-0000-4000-8000-000000000001"], text: "a note", until: "2036-01-01T00:00:00Z", assigneeIds: [] },
  { config: { dedupKeyField: "x" }, body: { title: "t", id: 1 }, withBody: true, sample: "x" },
  { type: "webhook", name: "Out", config: { url: "https://example.com" }, events: ["incident.triggered"], minutes: 5 },
  {},
].map((payload) => ({ title: "a call", payload, becomes: [] }));
