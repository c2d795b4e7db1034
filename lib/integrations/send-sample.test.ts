import { beforeAll, expect, test } from "vitest";
import { requestsOfIntegration } from "#db/queries/requests";
import { testDatabase } from "#db/testing";
import { createIntegration as integrationRow } from "#db/testing-rows";
import { tocsinItself } from "#lib/actor";
import { sendSample } from "#lib/integrations/send-sample";
import { setSignatureSecret } from "#lib/integrations/set-signature-secret";
import { signatureHeader } from "#lib/integrations/sign-sample";
import { sources } from "#lib/sources/index";

const doing = () => ({ actor: tocsinItself, now: new Date() });

beforeAll(async () => {
  await testDatabase();
});

test.each(sources.map(({ id, samples }) => [id, samples.length] as const))(
  "every sample of %s goes through the door (%i)",
  async (type, count) => {
    const { id } = await integrationRow({ type });
    for (let sampleIndex = 0; sampleIndex < count; sampleIndex++)
      expect((await sendSample(id, { sampleIndex }, doing())).status).toBeLessThan(300);
    expect((await requestsOfIntegration(id)).data).toHaveLength(count);
  },
);

test.each(sources.map(({ id }) => id))("a sample is signed as %s signs when a secret is set", async (type) => {
  const { id } = await integrationRow({ type });
  const { signatureSecret } = await setSignatureSecret(id, {}, doing());
  expect(signatureSecret).toMatch(/^[0-9a-f]{64}$/);
  expect((await sendSample(id, {}, doing())).status).toBeLessThan(300);
});

test("a sample is signed by each scheme in its own header", () => {
  const body = Buffer.from("body");
  const headerOf = (signature?: Parameters<typeof signatureHeader>[0]) =>
    Object.entries(signatureHeader(signature, body, "key")).at(0);
  expect(headerOf()?.[0]).toBe("x-signature");
  expect(headerOf()?.[1]).toMatch(/^sha256=[0-9a-f]{64}$/);
  expect(headerOf({ kind: "hmac", algorithm: "sha256", headers: ["X-Bare"] })?.[1]).toMatch(/^[0-9a-f]{64}$/);
  expect(headerOf({ kind: "hmac", algorithm: "sha256", headers: ["X-B64"], encoding: "base64" })?.[1]).toMatch(
    /^[A-Za-z0-9+/]{43}=$/,
  );
  expect(headerOf({ kind: "token", headers: ["X-Gitlab-Token"] })).toEqual(["x-gitlab-token", "key"]);
});

test("a sample that is none is refused", async () => {
  const { id } = await integrationRow();
  await expect(sendSample(id, { sampleIndex: 999 }, doing())).rejects.toMatchObject({
    code: "invalid",
    fields: { sampleIndex: expect.any(String) },
  });
});
