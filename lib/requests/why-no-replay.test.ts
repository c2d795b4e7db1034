import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration as integrationRow } from "#db/testing-rows";
import { now } from "#lib/clock";
import { previewReplay } from "#lib/requests/preview-replay";
import { replayRequest } from "#lib/requests/replay";
import { all, disable, doing, type Integration, latest, names, post, preview } from "#lib/requests/testing-replays";
import { seal } from "#lib/seal";
import { startMinute } from "#lib/testing-minute";

let hook: Integration;

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  hook = await integrationRow({ type: "webhook" });
});

describe("is not replayed, and says why:", () => {
  const trouble = { title: "Disk is full", dedup_key: "disk" };

  test("what nobody proved to have sent", async () => {
    const id = randomUUID();
    const secret = seal("s3cret", `integrations:${id}:signature_secret`);
    const signed = await integrationRow({ id, type: "webhook", signatureSecret: secret });
    expect((await post(signed, trouble)).status).toBe(401);
    await refused(signed, /never proven: it was refused with 401/, { isRead: true });
  });

  test("what was posted to the address of another source, where no proof is asked for", async () => {
    expect((await post(hook, trouble, { path: `/api/integrations/datadog/${hook.id}` })).status).toBe(404);
    await refused(hook, /never proven: it was refused with 404/, { isRead: true });
  });

  test("what was too large to be kept whole", async () => {
    const unreadable = await integrationRow({ type: "prometheus" });
    expect((await post(unreadable, { alerts: "x".repeat(70_000) })).status).toBe(400);
    await refused(unreadable, /Only the first 64 KiB/, { isRead: false });
  });

  test("a call of the Opsgenie API", async () => {
    const opsgenie = await integrationRow({ type: "opsgenie" });
    const headers = { authorization: `GenieKey ${opsgenie.key}` };
    expect((await post(opsgenie, { message: "Disk is full" }, { headers, path: "/v2/alerts" })).status).toBe(202);
    await refused(opsgenie, /call of the Opsgenie API/, { isRead: false });
  });

  test("what still waits for its turn", async () => {
    startMinute();
    const narrow = await integrationRow({ type: "prometheus", rateLimitPerMinute: 1 });
    const alert = { status: "firing", labels: { alertname: "Down" } };
    for (const _ of [1, 2]) await post(narrow, { alerts: [alert] });
    expect((await latest(narrow)).outcome).toBe("late");
    await refused(narrow, /waits for its turn/, { isRead: true });
  });

  test("what came for an integration that is disabled now, though it is shown what it would do", async () => {
    await post(hook, trouble);
    await disable(hook, () => refused(hook, /disabled. Enable it first/, { isRead: true }));
    await replayRequest(names(hook, await latest(hook)), doing());
  });

  test("what no source reads any more", async () => {
    await post(hook, trouble);
    const { id } = await latest(hook);
    await sql()`update requests set source = 'gone' where id = ${id}`;
    await refused(hook, /no longer knows the source “gone”/, { isRead: false });
  });

  test("a handshake", async () => {
    const topic = await integrationRow({ type: "cloudwatch" });
    const id = await copyOf(hook, topic, {
      Type: "SubscriptionConfirmation",
      TopicArn: "arn",
      SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    });
    expect((await previewReplay({ integrationId: topic.id, requestId: id }, now())).obstacle).toMatch(
      /asked whether Tocsin is there/,
    );
  });

  test("what is not there", async () => {
    const other = await integrationRow();
    await post(hook, trouble);
    const request = await latest(hook);
    await expect(replayRequest(names(other, request), doing())).rejects.toMatchObject({ code: "not_found" });
    await expect(previewReplay({ integrationId: randomUUID(), requestId: request.id }, now())).rejects.toMatchObject({
      code: "not_found",
    });
  });

  async function refused(integration: Integration, reason: RegExp, { isRead }: { isRead: boolean }) {
    const request = await latest(integration);
    const before = await all(integration);
    const previewed = await preview(integration, request);
    expect(previewed.obstacle).toMatch(reason);
    expect(previewed.now !== null).toBe(isRead);
    await expect(replayRequest(names(integration, request), doing())).rejects.toMatchObject({
      code: "conflict",
      message: previewed.obstacle,
    });
    expect(await all(integration)).toEqual(before);
  }
});

/** A request that Tocsin never got, for what cannot be sent from here. */
async function copyOf(from: Integration, to: Integration, body: object): Promise<string> {
  await post(from, { title: "Anything" });
  const { id } = await latest(from);
  await sql()`update requests set integration_id = ${to.id}, source = ${to.type}, body = ${Buffer.from(JSON.stringify(body))} where id = ${id}`;
  return id;
}
