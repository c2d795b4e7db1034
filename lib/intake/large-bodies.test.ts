import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Got, type Mount, mounts, openFastLane } from "#lib/doors/testing-mounts";
import { addChunk, bodyFound, letGo, newBody } from "#lib/intake/body";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

const mega = 1_000_000;

beforeAll(async () => {
  await testDatabase();
});

const incidentsOf = ({ id }: Integration) => sql()`select title from incidents where dedup_scope = ${id}`;
const requestsOf = ({ id }: Integration) =>
  sql()`select outcome, status, reason, length(body) as size from requests where integration_id = ${id} order by received_at`;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  const post = ({ type, id }: Integration, body: string, headers = {}): Promise<Got> =>
    mount.send({ path: `/api/integrations/${type}?integrationId=${id}`, body, headers });
  const fromGithub = (to: Integration, event: string, body: object) =>
    post(to, JSON.stringify(body), { "x-github-event": event, "x-github-delivery": randomUUID() });
  const run = (filled: number) => ({
    action: "completed",
    workflow_run: { name: "CI", workflow_id: 7, head_branch: "main", conclusion: "failure", status: "completed" },
    repository: { full_name: "acme/shop" },
    filled: "x".repeat(filled),
  });
  const github = () => createIntegration({ type: "github", rateLimitPerMinute: 0 });

  test("a failed workflow of two megabytes opens an incident, and is kept whole", async () => {
    const shop = await github();
    expect((await fromGithub(shop, "workflow_run", run(2 * mega))).status).toBe(202);
    expect(await incidentsOf(shop)).toMatchObject([{ title: "Workflow CI failed on main (acme/shop)" }]);
    const [kept] = await requestsOf(shop);
    expect(kept?.size).toBeGreaterThan(2 * mega);
    expect(kept?.reason).toBeNull();
  });

  test("one of nearly 25 MiB does too", async () => {
    const shop = await github();
    expect((await fromGithub(shop, "workflow_run", run(26_214_000))).status).toBe(202);
    expect(await incidentsOf(shop)).toHaveLength(1);
  });

  test("a push of two megabytes is ignored, and the log says that its beginning is kept", async () => {
    const shop = await github();
    const answer = await fromGithub(shop, "push", run(2 * mega));
    expect(answer).toMatchObject({ status: 200, body: { status: "ignored" } });
    const [kept] = await requestsOf(shop);
    expect(kept).toMatchObject({ outcome: "ignored", size: 65_536 });
    expect(kept?.reason).toBe(`${answer.body.reason} Only the first 64 KiB of its body are kept.`);
  });

  test("a push of the usual size is kept whole", async () => {
    const shop = await github();
    await fromGithub(shop, "push", run(200_000));
    const [kept] = await requestsOf(shop);
    expect(kept?.size).toBeGreaterThan(200_000);
  });

  test("26 megabytes are refused and stand in the log of the integration", async () => {
    const shop = await github();
    const answer = await fromGithub(shop, "workflow_run", run(26.3 * mega));
    expect(answer).toMatchObject({ status: 413, text: expect.stringContaining("larger than 25 MiB") });
    expect(await incidentsOf(shop)).toEqual([]);
    await expect
      .poll(() => requestsOf(shop))
      .toMatchObject([{ status: 413, size: 65_536, reason: expect.stringMatching(/25 MiB.*first 64 KiB/) }]);
  });

  test("nobody unknown has a large body read, whatever it holds", async () => {
    const shop = await github();
    const broken = `{"oops": "${"x".repeat(2 * mega)}`;
    expect((await post(shop, broken)).status).toBe(400);
    expect((await post({ ...shop, id: randomUUID() }, broken)).status).toBe(404);
    expect((await mount.send({ path: "/api/integrations/github", body: broken })).status).toBe(401);
    const headers = { authorization: `Bearer sk_live_${"0".repeat(32)}` };
    expect((await mount.send({ path: "/api/integrations/github", body: broken, headers })).status).toBe(401);
  });

  test.each(["webhook", "prometheus", "gitlab"])("two megabytes to %s are refused", async (type) => {
    const other = await createIntegration({ type, rateLimitPerMinute: 0 });
    const answer = await post(other, JSON.stringify({ title: "x", text: "y".repeat(2 * mega) }));
    expect(answer).toMatchObject({ status: 413, text: expect.stringContaining("larger than 1 MiB") });
  });

  test("when many large ones come at once, some are told to come again, and there is room afterwards", async () => {
    const shop = await github();
    const others = Array.from({ length: 5 }, () => newBody(30 * mega));
    for (const body of others) expect(addChunk(body, new Uint8Array(26 * mega))).toBe(true);
    try {
      const refused = await fromGithub(shop, "workflow_run", run(6 * mega));
      expect([refused.status, refused.headers.get("retry-after"), refused.text]).toEqual([
        503,
        "10",
        expect.stringContaining("Too many large bodies"),
      ]);
      await expect.poll(() => requestsOf(shop)).toMatchObject([{ outcome: "refused", status: 503 }]);
      expect((await fromGithub(shop, "workflow_run", run(900_000))).status).toBe(202);
    } finally {
      for (const body of others) letGo(body);
    }
    expect((await fromGithub(shop, "workflow_run", run(6 * mega))).status).toBe(202);
  });

  test("of many large ones at once each is taken or told to come again", async () => {
    const shop = await github();
    const taken = newBody(130 * mega);
    expect(addChunk(taken, new Uint8Array(120 * mega))).toBe(true);
    const body = JSON.stringify(run(4 * mega));
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(shop, body, { "x-github-event": "workflow_run" })),
    );
    letGo(taken);
    const counts = Object.groupBy(answers, ({ status }) => status);
    expect(Object.keys(counts).every((status) => status === "202" || status === "503")).toBe(true);
    expect(counts[202]?.length).toBeGreaterThan(0);
    expect((await requestsOf(shop)).filter(({ status }) => status === 202)).toHaveLength(counts[202]?.length ?? 0);
    expect((await fromGithub(shop, "workflow_run", run(12 * mega))).status).toBe(202);
  });
});

test("a sender that looks for its answer only when all is sent still finds it", async () => {
  const { server, port } = await openFastLane();
  const other = await createIntegration({ type: "webhook", rateLimitPerMinute: 0 });
  const socket = connect(port, "127.0.0.1").pause();
  const body = Buffer.alloc(4 * mega, "x");
  const head = `POST /api/integrations/webhook?integrationId=${other.id} HTTP/1.1\r\nhost: tocsin.test\r\n`;
  socket.write(`${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
  await new Promise((sent) => socket.write(body, sent));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  server.close();
});

test("a body that is crowded out gives its room back at once", () => {
  const first = newBody(100 * mega);
  expect(addChunk(first, new Uint8Array(90 * mega))).toBe(true);
  const second = newBody(100 * mega);
  expect(addChunk(second, new Uint8Array(30 * mega))).toBe(true);
  expect(addChunk(second, new Uint8Array(30 * mega))).toBe(false);
  expect(bodyFound(second)).toMatchObject({ isCrowdedOut: true });
  const third = newBody(100 * mega);
  expect(addChunk(third, new Uint8Array(30 * mega))).toBe(true);
  for (const body of [first, second, third]) letGo(body);
});
