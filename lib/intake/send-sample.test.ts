import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { requestsOfIntegration } from "#db/queries/requests";
import { testDatabase } from "#db/testing";
import { createIntegration as integrationRow } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { sendSample } from "#lib/intake/send-sample";
import { setSignatureSecret } from "#lib/integrations/set-signature-secret";
import { signSample } from "#lib/integrations/sign-sample";
import { verifySignature } from "#lib/signatures/verify";
import type { Signature } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

const doing = () => ({ actor: tocsinItself, now: new Date() });

beforeAll(async () => {
  await testDatabase();
});

test.each(sources.map((source) => [source.id, source] as const))(
  "every sample of %s goes through the door",
  async (type, { samples }) => {
    for (const [sampleIndex, { config }] of samples.entries()) {
      const { id } = await integrationRow({ type, ...(config && { config }) });
      expect((await sendSample(id, { sampleIndex }, doing())).status).toBeLessThan(300);
      expect((await requestsOfIntegration(id)).data).toHaveLength(1);
    }
  },
);

/** What a source must be told before it can be signed for. */
const neededFor: Record<string, Record<string, unknown>> = {
  azure: { tenant: "8f1c2d3e-0000-4000-8000-00000000000a" },
};
const withSecret = sources.filter(({ signature }) => signature?.kind !== "sns");

test.each(withSecret.map(({ id }) => id))("a sample is signed as %s signs when a secret is set", async (type) => {
  const { id } = await integrationRow({ type, config: neededFor[type] ?? {} });
  const { signatureSecret } = await setSignatureSecret(id, {}, doing());
  expect(signatureSecret).toMatch(/^([0-9a-f]{64}|whsec_[A-Za-z0-9+/]{43}=)$/);
  expect((await sendSample(id, {}, doing())).status).toBeLessThan(300);
});

const schemes: Signature[] = [
  { kind: "hmac", algorithm: "sha256", headers: ["X-Bare"] },
  { kind: "hmac", algorithm: "sha1", headers: ["X-B64"], encoding: "base64" },
  {
    kind: "hmac",
    algorithm: "sha256",
    headers: ["X-Timed"],
    prefix: "v0=",
    timestamp: { header: "X-Time", separator: ":", before: "v0:", toleranceSeconds: 300 },
  },
  { kind: "token", headers: ["X-Gitlab-Token"] },
  { kind: "body-token", path: "Token" },
  {
    kind: "body-hmac",
    signature: "signature.signature",
    signed: ["signature.timestamp", "signature.token"],
    timestamp: "signature.timestamp",
    toleranceSeconds: 300,
  },
  { kind: "standard-webhooks" },
  { kind: "any", of: [{ kind: "standard-webhooks" }, { kind: "token", headers: ["X-Gitlab-Token"] }] },
];

test.each(schemes.map((scheme) => [scheme.kind, scheme] as const))(
  "a sample signed as %s is let in with its secret and with no other",
  async (_, signature) => {
    for (const headerName of [null, "X-Other"]) {
      const now = new Date();
      const { headers, body } = signSample(signature, { title: "x" }, { secret: "key", headerName, now });
      const evidence = { headers, body, parsed: JSON.parse(Buffer.from(body).toString()), headerName, now };
      await verifySignature(signature, evidence, { secrets: ["key"], pinnedTopic: null, config: {} });
      await expect(
        verifySignature(signature, evidence, { secrets: ["another"], pinnedTopic: null, config: {} }),
      ).rejects.toMatchObject({ status: 401 });
    }
  },
);

test("the same sample again is no repeat, and its old time does not hold it back", async () => {
  const { id } = await integrationRow({ type: "cloudwatch" });
  const send = (sampleIndex: number) => sendSample(id, { sampleIndex }, doing());
  for (const sampleIndex of [0, 1, 0]) expect((await send(sampleIndex)).status).toBe(202);
  expect(await sql()`select status from incidents where dedup_scope = ${id} order by number`).toEqual([
    { status: "resolved" },
    { status: "triggered" },
  ]);
});

test("a sample that is none is refused", async () => {
  const { id } = await integrationRow();
  await expect(sendSample(id, { sampleIndex: 999 }, doing())).rejects.toMatchObject({
    code: "invalid",
    fields: { sampleIndex: expect.any(String) },
  });
});
