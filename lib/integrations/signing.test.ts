import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { auditEntries } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { createIntegration as integrationRow } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { now as clock, shiftClock } from "#lib/clock";
import { receive } from "#lib/intake/receive";
import { sendSample } from "#lib/intake/send-sample";
import { createIntegration } from "#lib/integrations/create";
import { readIntegration } from "#lib/integrations/read";
import { setSignatureSecret } from "#lib/integrations/set-signature-secret";
import { updateIntegration } from "#lib/integrations/update";

const doing = () => ({ actor: tocsinItself, now: clock() });
const hourMs = 3_600_000;
const own = (secret: string, overlapHours?: number) => ({
  secret,
  ...(overlapHours !== undefined && { overlapHours }),
});
const auditOf = (id: string) => db().select().from(auditEntries).where(eq(auditEntries.objectId, id));

beforeAll(async () => {
  await testDatabase();
});

describe("replacing the signature secret", () => {
  const send = async (id: string, token: string) => {
    const answer = await receive({
      ...{ method: "POST", path: "/api/integrations/gitlab", query: `integrationId=${id}`, ip: "192.0.2.1" },
      ...{ headers: { "x-gitlab-token": token }, body: Buffer.from('{"object_kind":"push"}') },
    });
    return answer.status;
  };
  test("keeps the old one working until its time is over, and says until when", async () => {
    const { id } = await integrationRow({ type: "gitlab" });
    expect(await setSignatureSecret(id, own("first"), doing())).toMatchObject({ previousSecretValidUntil: null });
    const at = doing();
    const { previousSecretValidUntil } = await setSignatureSecret(id, own("second", 2), at);
    expect(previousSecretValidUntil).toEqual(new Date(at.now.getTime() + 2 * hourMs));
    expect([await send(id, "first"), await send(id, "second"), await send(id, "third")]).toEqual([200, 200, 401]);
    shiftClock(2 * hourMs + 1);
    try {
      expect([await send(id, "first"), await send(id, "second")]).toEqual([401, 200]);
      expect(await readIntegration(id, { now: clock(), showKey: true })).toMatchObject({
        hasSignatureSecret: true,
        previousSecretValidUntil: null,
      });
    } finally {
      shiftClock(0);
    }
  });

  test("stops the old one at once with no overlap, and when it is set as a field or removed", async () => {
    const { id } = await integrationRow({ type: "gitlab" });
    await setSignatureSecret(id, own("first"), doing());
    await setSignatureSecret(id, own("second", 0), doing());
    expect([await send(id, "first"), await send(id, "second")]).toEqual([401, 200]);
    await setSignatureSecret(id, own("third"), doing());
    expect(await updateIntegration(id, { signatureSecret: "fourth" }, doing())).toMatchObject({
      previousSecretValidUntil: null,
    });
    expect([await send(id, "second"), await send(id, "third"), await send(id, "fourth")]).toEqual([401, 401, 200]);
  });

  test("makes one that Standard Webhooks takes where that is how the source signs", async () => {
    const { id } = await integrationRow({ type: "gitlab" });
    expect((await setSignatureSecret(id, {}, doing())).signatureSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  test("leaves no secret in the audit", async () => {
    const { id } = await integrationRow({ type: "gitlab" });
    await setSignatureSecret(id, own("hunter1"), doing());
    await setSignatureSecret(id, own("hunter2"), doing());
    const audit = JSON.stringify(await auditOf(id));
    expect(audit).not.toMatch(/hunter|SignatureSecret":(?!true|false)/);
  });
});

describe("where the proof is looked for", () => {
  test("is a header of the integration's own when it names one", async () => {
    const { id } = await integrationRow({ type: "webhook" });
    expect(await updateIntegration(id, { signatureHeader: "X-Proof" }, doing())).toMatchObject({
      signatureHeader: "X-Proof",
    });
    await setSignatureSecret(id, {}, doing());
    expect((await sendSample(id, {}, doing())).status).toBe(202);
    expect(await updateIntegration(id, { signatureHeader: null }, doing())).toMatchObject({ signatureHeader: null });
  });

  test("cannot be named where the source has its own place, nor a secret where there is none", async () => {
    const { id } = await integrationRow({ type: "cloudwatch" });
    const invalid = (field: string) => ({ code: "invalid", fields: { [field]: expect.any(String) } });
    await expect(updateIntegration(id, { signatureHeader: "X-Proof" }, doing())).rejects.toMatchObject(
      invalid("signatureHeader"),
    );
    await expect(setSignatureSecret(id, {}, doing())).rejects.toMatchObject(invalid("signatureSecret"));
  });

  test("a pinned topic can be forgotten", async () => {
    const { id } = await integrationRow({ type: "cloudwatch", pinnedTopic: "arn:aws:sns:eu-west-1:1:alarms" });
    expect((await updateIntegration(id, { pinnedTopic: null }, doing())).pinnedTopic).toBeNull();
  });
});

describe("a secret that can be checked only with a setting", () => {
  const tenant = "8f1c2d3e-0000-4000-8000-00000000000a";
  const needed = { code: "invalid", fields: { "config.tenant": expect.stringContaining("Tenant ID") } };
  const secret = { signatureSecret: "api://tocsin" };

  test("is refused while the setting is empty, in whatever way it is set", async () => {
    const { id, serviceId } = await integrationRow({ type: "azure" });
    await expect(setSignatureSecret(id, own("api://tocsin"), doing())).rejects.toMatchObject({
      code: "conflict",
      fields: undefined,
      message: expect.stringContaining("needs the setting Tenant ID. Fill it in and save, then set"),
    });
    await expect(updateIntegration(id, secret, doing())).rejects.toMatchObject(needed);
    const fresh = { type: "azure", name: "Azure", ...secret };
    await expect(createIntegration(serviceId, fresh, doing())).rejects.toMatchObject(needed);
    expect(await createIntegration(serviceId, { ...fresh, config: { tenant } }, doing())).toMatchObject({
      hasSignatureSecret: true,
    });
  });

  test("is taken together with it, and keeps it from being emptied", async () => {
    const { id } = await integrationRow({ type: "azure" });
    await updateIntegration(id, { config: {} }, doing());
    await updateIntegration(id, { ...secret, config: { tenant } }, doing());
    await expect(updateIntegration(id, { config: {} }, doing())).rejects.toMatchObject(needed);
    await updateIntegration(id, { name: "Azure of the shop" }, doing());
    expect(await updateIntegration(id, { config: {}, signatureSecret: null }, doing())).toMatchObject({
      config: {},
      hasSignatureSecret: false,
    });
  });

  test("a tenant that is none is refused", async () => {
    const { id } = await integrationRow({ type: "azure" });
    await expect(updateIntegration(id, { config: { tenant: "acme.onmicrosoft.com" } }, doing())).rejects.toMatchObject({
      fields: { "config.tenant": expect.stringContaining("8-4-4-4-12") },
    });
  });
});
