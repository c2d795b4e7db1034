import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { bytes } from "#db/row-types";
import { testDatabase } from "#db/testing";
import { createIntegration, type IntegrationRow } from "#db/testing-rows";
import { mappingPreviewAnswer } from "#lib/api/schemas/mapping";
import { aliceKey, call, errorOf, exactly, keyWith } from "#lib/api/testing";
import { receive } from "#lib/intake/receive";
import { type MappingDraft, previewMapping } from "#lib/requests/preview-mapping";
import * as route from "../../app/api/v1/integrations/[id]/mapping/preview/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;

const odd = { check: { "display name": "Disk", code: 4711, state: "BAD" }, where: ["db-1", "rack 4"], sev: "purple" };
const config = {
  summaryTemplate: "{{check['display name']}} on {{where[0]}}",
  dedupKeyField: "$.check.code",
  actionField: "check.state",
  triggerValues: ["bad"],
  resolveValues: ["good"],
};

let integration: IntegrationRow & { key: string };
const preview = (draft: MappingDraft = {}) => previewMapping(integration.id, draft, new Date());

beforeAll(async () => {
  await testDatabase();
});

beforeEach(async () => {
  integration = await createIntegration({ type: "webhook", name: "Home-made", defaultSeverity: "warning" });
});

describe("the last request", () => {
  test("is read with the draft, whatever became of it when it came", async () => {
    expect(await post(odd)).toBe(400);
    expect(await preview({ config })).toEqual({
      request: { id: expect.any(String), receivedAt: expect.any(Date), outcome: "refused" },
      outcome: "accepted",
      reason: null,
      events: [
        {
          action: "trigger",
          dedupKey: "4711",
          summary: "Disk on db-1",
          severity: "warning",
          severityFrom: "default",
          source: "Home-made",
          links: [],
        },
      ],
      more: 0,
      problems: [],
      body: odd,
    });
  });

  test("opens nothing and changes nothing by being read", async () => {
    await post(odd);
    const before = await stored();
    await preview({ config });
    expect(await stored()).toEqual(before);
  });

  test("is read with the saved config when none is given", async () => {
    await post(odd);
    expect(await preview()).toMatchObject({
      outcome: "refused",
      problems: [{ message: expect.stringMatching(/summary field/) }],
    });
  });

  test("is the newest with a body: not a visit, nor a replay of an older one", async () => {
    await post({ title: "Old" });
    await post({ title: "New" });
    await receive(requestOf("", "&title=without-a-body"));
    await post({ title: "Again" });
    await sql()`update requests set replay_of = gen_random_uuid()
      where integration_id = ${integration.id} and convert_from(body, 'UTF8') like '%Again%'`;
    expect(await preview()).toMatchObject({ body: { title: "New" }, events: [{ summary: "New" }] });
  });

  test("can be another one by its id, and never one of another integration", async () => {
    await post({ title: "Old" });
    const { request } = await preview();
    await post({ title: "New" });
    expect(await preview({ requestId: request?.id ?? "" })).toMatchObject({ body: { title: "Old" } });
    const other = await createIntegration({ type: "webhook" });
    await expect(previewMapping(other.id, { requestId: request?.id ?? "" }, new Date())).rejects.toThrow(/no request/);
  });

  test("is missing at first, and it says what to do", async () => {
    await expect(preview()).rejects.toThrow(/Nothing with a body has arrived/);
  });
});

describe("what it would become", () => {
  test.each<[title: string, body: unknown, config: Record<string, unknown>, expected: object]>([
    ["a resolve", { ...odd, check: { code: 1, state: "good" } }, config, { events: [{ action: "resolve" }] }],
    [
      "nothing, and why",
      { ...odd, check: { code: 1, state: "odd" } },
      config,
      { outcome: "ignored", reason: expect.stringContaining('"odd" of check.state'), events: [] },
    ],
    [
      "a severity the request says",
      { title: "x", level: "high" },
      { severityField: "level" },
      severity("critical", "request"),
    ],
    ["one that is fixed", { title: "x", level: "high" }, { fixedSeverity: "info" }, severity("info", "fixed")],
    ["one nobody knows", { title: "x", level: "purple" }, { severityField: "level" }, severity("warning", "default")],
    [
      "events with what was not found",
      { title: "x" },
      { dedupKeyField: "id" },
      { outcome: "accepted", problems: [{ path: "", message: "There was no dedup key at id." }] },
    ],
    ["text as it is stored", { title: " a \n b\u0000 " }, {}, { events: [{ summary: "a b\ufffd" }] }],
    ["a form", "title=Down&host=db-1", {}, { body: { title: "Down", host: "db-1" }, events: [{ source: "db-1" }] }],
    ["text that is no JSON", '{"title": ', {}, { outcome: "refused", body: null, problems: [{ path: "" }] }],
    ["nothing at all", "", {}, { outcome: "refused", body: null }],
    ["a list of 30", Array.from({ length: 30 }, (_, at) => ({ title: `No. ${at}` })), {}, { more: 10 }],
  ])("%s", async (_, body, config, expected) => {
    expect(await preview({ config, body })).toMatchObject({ request: null, ...expected });
  });
});

test("a draft that does not fit says at which field", async () => {
  await expect(preview({ config: { summaryField: "items[*]", nonsense: 1 }, body: {} })).rejects.toMatchObject({
    code: "invalid",
    fields: { "config.summaryField": expect.stringMatching(/^Wildcards/), "config.nonsense": expect.any(String) },
  });
});

test("a key in the body is neither shown nor can a draft bring it out", async () => {
  await post({ title: "Down", token: 'se"cret', routing_key: integration.key });
  const shown = await preview({ config: { summaryField: "token", dedupKeyField: "routing_key" } });
  expect(shown.body).toEqual({ title: "Down", token: "[hidden]", routing_key: "[hidden]" });
  expect(JSON.stringify(shown)).not.toContain("cret");
  expect(JSON.stringify(shown)).not.toContain(integration.key);
});

test.each([
  ["a form", "title=Down&token=s3cret"],
  ["a name in other letters", '{"title":"Down","t\\u006fken":"s3cret"}'],
  [
    "a form of parts",
    '--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nDown\r\n--x\r\ncontent-disposition: form-data; name="token"\r\n\r\ns3cret\r\n--x--',
  ],
])("nor does it in %s", async (_, body) => {
  const shown = await preview({ config: { summaryField: "token" }, body });
  expect(shown).toMatchObject({ events: [{ summary: "[hidden]" }] });
  expect(JSON.stringify(shown)).not.toContain("s3cret");
});

describe("over the API", () => {
  const ask = (body: object, key = aliceKey, id = integration.id) =>
    call(route, { method: "POST", params: { id }, body, key });

  test("Bob may try one too, Charlie may not, and the answer is as it is described", async () => {
    await post(odd);
    expect((await ask({ config }, await keyWith("read"))).status).toBe(403);
    const answered = await ask({ config }, await keyWith("write"));
    expect(answered.status).toBe(200);
    expect(exactly(mappingPreviewAnswer, answered.body)).toMatchObject({ events: [{ summary: "Disk on db-1" }] });
    expect((await ask({ config, withBody: false })).body).not.toHaveProperty("body");
  });

  test.each<[title: string, body: object, fields: string[]]>([
    ["a config that does not fit", { config: { summaryField: "a[*]" }, body: {} }, ["config.summaryField"]],
    ["a request and a body", { requestId: crypto.randomUUID(), body: {} }, ["body"]],
    ["an id that is none", { requestId: "latest" }, ["requestId"]],
    ["a field nobody knows", { draft: {} }, ["draft"]],
  ])("%s is refused at its field", async (_, body, fields) => {
    const error = errorOf(await ask(body));
    expect(error).toMatchObject({ status: 422, code: "invalid" });
    expect(Object.keys(Object(error.fields))).toEqual(fields);
  });

  test("an integration that is none is 404, and so is one without requests", async () => {
    expect((await ask({}, aliceKey, crypto.randomUUID())).status).toBe(404);
    expect((await ask({})).status).toBe(404);
    expect((await ask({ body: {} }, "sk_live_wrong")).status).toBe(401);
  });
});

const severity = (level: string, from: string) => ({ events: [{ severity: level, severityFrom: from }] });

const requestOf = (body: string, query = "") => ({
  method: "POST",
  path: "/api/integrations/webhook",
  query: `integrationId=${integration.id}${query}`,
  headers: { "content-type": "application/json" },
  body: Buffer.from(body),
  ip: "127.0.0.1",
});

async function post(body: unknown): Promise<number> {
  const { status } = await receive(requestOf(JSON.stringify(body)));
  // Refused requests are kept without anybody waiting for it.
  await expect.poll(async () => (await stored()).bodies).toContain(JSON.stringify(body));
  return status;
}

async function stored() {
  const rows = await sql().of(
    z.object({ body: bytes }),
  )`select body from requests where integration_id = ${integration.id}`;
  const [incidents] = await sql()`select count(*) from incidents`;
  return { bodies: rows.map(({ body }) => Buffer.from(body).toString()), incidents };
}
