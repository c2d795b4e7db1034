import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts } from "#lib/doors/testing-mounts";
import { entraKeysUrl, keySet, keysUrl, tokenOf, type World, worldOf } from "#lib/intake/testing-world";
import { replaceOutside } from "#lib/net/outside";
import { seal } from "#lib/seal";
import { forgetFetched } from "#lib/signatures/fetch-once";
import { findSource } from "#lib/sources/index";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

let world: World;
beforeAll(async () => {
  await testDatabase();
});
beforeEach(() => {
  forgetFetched();
  const keys = { status: 200, body: keySet("key-1") };
  world = worldOf({ [keysUrl]: keys, [entraKeysUrl]: keys });
  replaceOutside(world);
});
afterEach(() => replaceOutside(undefined));

const signed = (type: string, secret: string, config: Record<string, unknown>) => {
  const id = randomUUID();
  const signatureSecret = Buffer.from(seal(secret, `integrations:${id}:signature_secret`));
  return createIntegration({ id, type, rateLimitPerMinute: 0, signatureSecret, config });
};
const seconds = () => Math.floor(Date.now() / 1_000);
const alertOf = (type: string) => JSON.stringify(findSource(type)?.samples[0]?.payload);
const incidentsOf = ({ id }: Integration) => sql()`select status from incidents where dedup_scope = ${id}`;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  const post = ({ type, id }: Integration, claims?: Record<string, unknown>) =>
    mount.send({
      path: `/api/integrations/${type}?integrationId=${id}`,
      body: alertOf(type),
      headers: claims ? { authorization: `Bearer ${tokenOf(claims)}` } : {},
    });

  describe("an Azure secure webhook", () => {
    const tenant = "8f1c2d3e-0000-4000-8000-00000000000a";
    const app = "api://11111111-2222-4333-8444-555555555555";
    const actionGroups = "461e8683-5575-4561-ac7f-899cc907d62a";
    const second = () => ({
      iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
      aud: app,
      azp: actionGroups,
      nbf: seconds() - 10,
      exp: seconds() + 600,
    });
    const first = () => ({
      ...second(),
      iss: `https://sts.windows.net/${tenant}/`,
      azp: undefined,
      appid: actionGroups,
    });

    test.each([
      ["2", second],
      ["1", first],
    ])("with a token of version %s opens an incident", async (_, claims) => {
      const azure = await signed("azure", app, { tenant });
      expect(await post(azure, claims())).toMatchObject({ status: 202 });
      expect(await incidentsOf(azure)).toMatchObject([{ status: "triggered" }]);
      expect(world.visited).toEqual([entraKeysUrl]);
    });

    test.each<[title: string, changed: Record<string, unknown>, says: string]>([
      ["of another tenant", { iss: "https://login.microsoftonline.com/another/v2.0" }, "was not issued by"],
      ["for another app", { aud: "api://other" }, 'is meant for "api://other"'],
      ["asked for by another app", { azp: "another" }, 'has "another" as its azp or appid'],
      ["asked for by nobody", { azp: undefined }, "has nothing as its azp or appid"],
      ["that expired", { exp: seconds() - 120 }, "has expired"],
      ["of tomorrow", { nbf: seconds() + 86_400 }, "is not valid yet"],
    ])("a token %s is refused", async (_, changed, says) => {
      const azure = await signed("azure", app, { tenant });
      const { status, text } = await post(azure, { ...second(), ...changed });
      expect([status, JSON.parse(text).error.message]).toEqual([401, expect.stringContaining(says)]);
      expect(await incidentsOf(azure)).toEqual([]);
    });

    test("no token is refused once a secret is set, and not asked for before", async () => {
      expect((await post(await signed("azure", app, { tenant }))).status).toBe(401);
      const plain = await createIntegration({ type: "azure", rateLimitPerMinute: 0 });
      expect((await post(plain)).status).toBe(202);
    });

    test("a secret without a tenant lets nobody in", async () => {
      const { status, text } = await post(await signed("azure", app, {}), second());
      expect([status, text]).toEqual([401, expect.stringContaining("settings of this integration do not say")]);
    });
  });

  describe("Google Pub/Sub", () => {
    const serviceAccount = "tocsin@shop.iam.gserviceaccount.com";
    const google = () => ({
      iss: "https://accounts.google.com",
      aud: "for-tocsin",
      email: serviceAccount,
      email_verified: true,
      exp: seconds() + 600,
    });
    const another = { email: "eve@evil.iam.gserviceaccount.com" };

    test("is heard from its own service account alone", async () => {
      const checked = await signed("google-cloud-monitoring", "for-tocsin", { serviceAccount });
      expect((await post(checked, { ...google(), ...another })).text).toContain("eve@evil.iam.gserviceaccount.com");
      expect((await post(checked, { ...google(), email: undefined })).status).toBe(401);
      expect(await incidentsOf(checked)).toEqual([]);
      expect((await post(checked, google())).status).toBe(202);
    });

    test("is heard from any that Google has verified where none is named", async () => {
      const checked = await signed("google-cloud-monitoring", "for-tocsin", {});
      expect((await post(checked, { ...google(), email_verified: false })).status).toBe(401);
      expect((await post(checked, { ...google(), email_verified: undefined })).status).toBe(401);
      expect((await post(checked, { ...google(), ...another })).status).toBe(202);
    });
  });
});
