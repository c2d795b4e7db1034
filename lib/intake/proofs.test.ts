import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts, type Sent } from "#lib/doors/testing-mounts";
import { forgetIntegration } from "#lib/intake/authenticate";
import {
  certificate,
  certificateUrl,
  keySet,
  keysUrl,
  snsMessage,
  tokenOf,
  topicArn,
  type World,
  worldOf,
} from "#lib/intake/testing-world";
import { replaceOutside } from "#lib/net/outside";
import { seal } from "#lib/seal";
import { forgetFetched } from "#lib/signatures/fetch-once";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

beforeAll(async () => {
  await testDatabase();
});
afterAll(() => replaceOutside(undefined));

const signed = (type: string, secret: string, more: Partial<Integration> = {}) => {
  const id = randomUUID();
  const signatureSecret = Buffer.from(seal(secret, `integrations:${id}:signature_secret`));
  return createIntegration({ id, type, rateLimitPerMinute: 0, signatureSecret, ...more });
};
const requestsOf = ({ id }: Integration) =>
  sql()`select outcome, status, reason, headers from requests where integration_id = ${id} order by received_at, id`;
const incidentsOf = ({ id }: Integration) =>
  sql()`select dedup_key, status, alert_count from incidents where dedup_scope = ${id} order by number`;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  const post = ({ type, id }: Integration, body: unknown, headers: Sent["headers"] = {}) =>
    mount.send({ path: `/api/integrations/${type}?integrationId=${id}`, body: JSON.stringify(body), headers });

  describe("a header of the integration's own", () => {
    test("carries the proof, is named when it is missing, and its value is not kept", async () => {
      const hook = await signed("webhook", "s3cret", { signatureHeader: "X-Alert-Proof" });
      const refused = await post(hook, { title: "Signed" }, { "x-signature": "anything" });
      expect([refused.status, refused.text]).toEqual([401, expect.stringContaining("X-Alert-Proof is missing")]);
      const gitlab = await signed("gitlab", "s3cret", { signatureHeader: "X-Alert-Proof" });
      expect((await post(gitlab, { object_kind: "push" }, { "x-alert-proof": "s3cret" })).status).toBeLessThan(300);
      const [kept] = await requestsOf(gitlab);
      expect(JSON.stringify(kept)).not.toContain("s3cret");
    });
  });

  describe("a secret that was replaced", () => {
    test("works until it expires", async () => {
      const gitlab = await signed("gitlab", "new", { previousSecretExpiresAt: new Date("2999-01-01") });
      const old = Buffer.from(seal("old", `integrations:${gitlab.id}:previous_signature_secret`));
      await sql()`update integrations set previous_signature_secret = ${old} where id = ${gitlab.id}`;
      const send = async (token: string) =>
        (await post(gitlab, { object_kind: "push" }, { "x-gitlab-token": token })).status;
      expect([await send("new"), await send("old"), await send("older")]).toEqual([200, 200, 401]);
      await sql()`update integrations set previous_secret_expires_at = now() - interval '1 second' where id = ${gitlab.id}`;
      forgetIntegration(gitlab.id);
      expect([await send("new"), await send("old")]).toEqual([200, 401]);
    });
  });

  describe("a delivery", () => {
    const run = (conclusion: string, more: object = {}) => ({
      action: "completed",
      workflow_run: {
        ...{ id: 1, name: "CI", head_branch: "main", conclusion, status: "completed", workflow_id: 7, event: "push" },
        ...{ html_url: "https://github.com/acme/shop/actions/runs/1", updated_at: "2026-03-01T03:00:00Z", ...more },
      },
      repository: { full_name: "acme/shop", default_branch: "main", html_url: "https://github.com/acme/shop" },
    });
    const github = (delivery: string) => ({ "x-github-event": "workflow_run", "x-github-delivery": delivery });

    test("that comes again is answered 2xx and has no effect", async () => {
      const shop = await createIntegration({ type: "github", rateLimitPerMinute: 0 });
      expect((await post(shop, run("failure"), github("d-1"))).status).toBe(202);
      const again = await post(shop, run("failure"), github("d-1"));
      expect(again).toMatchObject({
        status: 200,
        body: { status: "ignored", reason: expect.stringMatching(/^A repeat of a request received at 20/) },
      });
      expect(await incidentsOf(shop)).toMatchObject([{ status: "triggered", alert_count: 1 }]);
      expect(await requestsOf(shop)).toMatchObject([
        { outcome: "accepted", status: 202 },
        { outcome: "ignored", status: 200, reason: again.body.reason },
      ]);
      expect((await post(shop, run("failure"), github("d-2"))).status).toBe(202);
      expect(await incidentsOf(shop)).toMatchObject([{ alert_count: 2 }]);
    });

    test("of which many copies come at once counts once", async () => {
      const shop = await createIntegration({ type: "github", rateLimitPerMinute: 0 });
      const answers = await Promise.all(Array.from({ length: 30 }, () => post(shop, run("failure"), github("d-3"))));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(29);
      expect(await incidentsOf(shop)).toMatchObject([{ alert_count: 1 }]);
    });
  });

  describe("an event out of order", () => {
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

    test("a trigger older than the resolve that came first opens nothing, and its request says why", async () => {
      const hook = await createIntegration({ type: "webhook", rateLimitPerMinute: 0 });
      const send = (status: string, timestamp: string) =>
        post(hook, { title: "Disk full", dedup_key: "disk", status, timestamp });
      await send("resolved", at(-30));
      expect(await send("firing", at(-60))).toMatchObject({ status: 202, body: { events: [{ incidentId: null }] } });
      expect(await incidentsOf(hook)).toEqual([]);
      expect((await requestsOf(hook)).at(-1)?.reason).toMatch(/older than the resolve/);
      await send("firing", at(-10));
      expect(await incidentsOf(hook)).toMatchObject([{ status: "triggered" }]);
    });

    test("Alertmanager's startsAt is believed: a firing alert opens again with its old one", async () => {
      const prometheus = await createIntegration({ type: "prometheus", rateLimitPerMinute: 0 });
      const send = (status: string) =>
        post(prometheus, {
          alerts: [{ status, labels: { alertname: "Disk" }, fingerprint: "f", startsAt: at(-600), endsAt: at(-60) }],
        });
      for (const status of ["firing", "resolved", "firing"]) await send(status);
      expect(await incidentsOf(prometheus)).toMatchObject([{ status: "resolved" }, { status: "triggered" }]);
    });
  });

  describe("Amazon SNS", () => {
    const subscribeUrl = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
    const confirmation = (more: Record<string, string> = {}) =>
      snsMessage({ Type: "SubscriptionConfirmation", Token: "t", SubscribeURL: subscribeUrl, ...more });
    const alarm = (state: string, more: Record<string, string> = {}) =>
      snsMessage({
        MessageId: randomUUID(),
        Message: JSON.stringify({ AlarmName: "web-1 CPU", NewStateValue: state, AWSAccountId: "1", Region: "x" }),
        ...more,
      });
    let world: World;
    let topic: Integration;
    const openWorld = (confirm: { status: number; body: string } | "away") => {
      world = worldOf({ [certificateUrl]: { status: 200, body: certificate }, [subscribeUrl]: confirm });
      replaceOutside(world);
    };
    const pinned = async () =>
      (await sql()`select pinned_topic from integrations where id = ${topic.id}`)[0]?.pinned_topic;
    beforeEach(async () => {
      forgetFetched();
      openWorld({ status: 200, body: "<ConfirmSubscriptionResponse/>" });
      topic = await createIntegration({ type: "cloudwatch", rateLimitPerMinute: 0 });
    });

    test("is confirmed, pinned to its topic, and its alarms open and resolve", async () => {
      const answer = await post(topic, confirmation(), { "content-type": "text/plain; charset=UTF-8" });
      expect(answer).toMatchObject({ status: 200, body: { status: "handshake" } });
      expect(world.visited).toEqual([certificateUrl, subscribeUrl]);
      expect(await pinned()).toBe(topicArn);
      expect(await requestsOf(topic)).toMatchObject([
        { outcome: "handshake", status: 200, reason: expect.stringContaining("was visited and answered 200") },
      ]);
      expect((await post(topic, alarm("ALARM"))).status).toBe(202);
      expect((await post(topic, alarm("OK"))).status).toBe(202);
      expect(await incidentsOf(topic)).toMatchObject([{ status: "resolved" }]);
      const other = await post(topic, alarm("ALARM", { TopicArn: `${topicArn}-other` }));
      expect([other.status, other.text]).toEqual([401, expect.stringContaining("alarms-other")]);
      const taken = await post(topic, confirmation({ TopicArn: `${topicArn}-other` }));
      expect([taken.status, world.visited.length]).toEqual([401, 2]);
      expect(await pinned()).toBe(topicArn);
    });

    test("nothing is visited for a message that is not signed", async () => {
      const forged = { ...confirmation(), SubscribeURL: subscribeUrl.replace("Token=t", "Token=x") };
      expect((await post(topic, forged)).status).toBe(401);
      expect(world.visited).toEqual([certificateUrl]);
      expect(await pinned()).toBeNull();
    });

    test("a confirmation that did not work is asked for again", async () => {
      openWorld("away");
      expect(await post(topic, confirmation())).toMatchObject({ status: 503, body: { status: "handshake" } });
      expect(await requestsOf(topic)).toMatchObject([
        { outcome: "handshake", status: 503, reason: expect.stringContaining("could not be visited") },
      ]);
      expect(await pinned()).toBeNull();
      openWorld({ status: 200, body: "" });
      expect((await post(topic, confirmation())).status).toBe(200);
      expect(await pinned()).toBe(topicArn);
    });

    test("a confirmation that Amazon refuses is not, and pins nothing", async () => {
      openWorld({ status: 403, body: "" });
      expect((await post(topic, confirmation())).status).toBe(200);
      expect(await pinned()).toBeNull();
    });

    test("a message that comes again has no effect", async () => {
      const message = alarm("ALARM");
      expect([(await post(topic, message)).status, (await post(topic, message)).status]).toEqual([202, 200]);
      expect(await incidentsOf(topic)).toMatchObject([{ alert_count: 1 }]);
    });
  });

  describe("Google Pub/Sub", () => {
    const incident = { incident: { incident_id: "0.abc", state: "open", policy_name: "CPU", summary: "CPU is high" } };
    const pushed = (value: unknown) => ({
      message: { data: Buffer.from(JSON.stringify(value)).toString("base64"), messageId: randomUUID() },
    });
    const exp = Math.floor(Date.now() / 1_000) + 600;
    const bearer = (aud: string) => ({
      authorization: `Bearer ${tokenOf({ iss: "https://accounts.google.com", aud, exp, email_verified: true })}`,
    });
    beforeEach(() => {
      forgetFetched();
      replaceOutside(worldOf({ [keysUrl]: { status: 200, body: keySet("key-1") } }));
    });
    afterEach(() => replaceOutside(undefined));

    test("its token is no key of ours, and is checked once a secret is set", async () => {
      const open = await createIntegration({ type: "google-cloud-monitoring", rateLimitPerMinute: 0 });
      expect((await post(open, pushed(incident), bearer("whoever"))).status).toBe(202);
      const checked = await signed("google-cloud-monitoring", "for-tocsin");
      expect((await post(checked, pushed(incident), bearer("for-tocsin"))).status).toBe(202);
      expect((await post(checked, pushed(incident), bearer("for-another"))).status).toBe(401);
      expect((await post(checked, pushed(incident))).text).toContain("Authorization is missing");
    });

    test.each<[title: string, body: string]>([
      ["broken JSON", "{oops"],
      ["JSON that is no incident", '{"hello":"world"}'],
      ["a list", "[1]"],
    ])("once proven, %s is answered 2xx and kept as ignored with the reason", async (_, body) => {
      const checked = await signed("google-cloud-monitoring", "for-tocsin");
      const path = `/api/integrations/${checked.type}?integrationId=${checked.id}`;
      const answer = await mount.send({ path, body, headers: bearer("for-tocsin") });
      expect(answer).toMatchObject({ status: 200, body: { status: "ignored", reason: expect.any(String) } });
      await expect
        .poll(() => requestsOf(checked))
        .toMatchObject([{ outcome: "ignored", status: 200, reason: answer.body.reason }]);
      expect((await mount.send({ path, body, headers: bearer("for-another") })).status).toBe(401);
    });

    test("nor is a disabled integration's sender told to come again", async () => {
      const disabled = await signed("google-cloud-monitoring", "for-tocsin", { disabledAt: new Date() });
      const answer = await post(disabled, pushed(incident), bearer("for-tocsin"));
      expect(answer).toMatchObject({ status: 200, body: { reason: expect.stringContaining("disabled") } });
      expect(await incidentsOf(disabled)).toEqual([]);
      await expect.poll(() => requestsOf(disabled)).toMatchObject([{ outcome: "refused", status: 200 }]);
    });
  });
});
