import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  certificate,
  certificateUrl,
  expiredCertificate,
  keySet,
  keysUrl,
  snsMessage,
  tokenOf,
  topicArn,
  type World,
  worldOf,
} from "#lib/intake/testing-world";
import { replaceOutside } from "#lib/net/outside";
import { forgetFetched } from "#lib/signatures/fetch-once";
import { isAddressOfSns } from "#lib/signatures/sns";
import { verifySignature } from "#lib/signatures/verify";
import type { Signature } from "#lib/sources/contract";

let world: World;
const open = (pages: Parameters<typeof worldOf>[0]) => {
  world = worldOf(pages);
  replaceOutside(world);
};
beforeEach(() => {
  forgetFetched();
  open({ [certificateUrl]: { status: 200, body: certificate }, [keysUrl]: { status: 200, body: keySet("key-1") } });
});
afterAll(() => replaceOutside(undefined));

describe("Amazon SNS", () => {
  const verify = (parsed: unknown, pinnedTopic: string | null = null) =>
    verifySignature(
      { kind: "sns" },
      { headers: {}, body: new Uint8Array(), parsed, headerName: null, now: new Date() },
      { secrets: [], pinnedTopic, config: {} },
    );
  const confirmation = {
    Type: "SubscriptionConfirmation",
    Token: "t",
    SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
  };

  test.each<[title: string, message: Record<string, string>]>([
    ["version 1", snsMessage({ Message: "down" }, "1")],
    ["version 2", snsMessage({ Message: "down" }, "2")],
    ["a subject, which is signed too", snsMessage({ Subject: "ALARM: \u00e4" })],
    ["the confirmation of a subscription", snsMessage(confirmation)],
    ["the end of a subscription", snsMessage({ ...confirmation, Type: "UnsubscribeConfirmation" })],
    ["something added that is not signed", { ...snsMessage({}), UnsubscribeURL: "https://sns.example" }],
  ])("%s is right", async (_, message) => verify(message));

  const hour = 3_600_000;
  const evil = "https://sns.eu-west-1.amazonaws.com.evil.example/cert.pem";
  test.each<[title: string, message: Record<string, string>, says: RegExp]>([
    ["another message", { ...snsMessage({}), Message: "changed" }, /is not Amazon's/],
    ["another topic than was signed", { ...snsMessage({}), TopicArn: `${topicArn}2` }, /is not Amazon's/],
    ["the algorithm of the other version", { ...snsMessage({}, "2"), SignatureVersion: "1" }, /is not Amazon's/],
    ["a version nobody knows", { ...snsMessage({}), SignatureVersion: "3" }, /neither 1 nor 2/],
    ["no signature", { ...snsMessage({}), Signature: "" }, /Turn off raw message delivery/],
    ["a signature that is no base64", { ...snsMessage({}), Signature: "§" }, /is not Amazon's/],
    ["two hours old", snsMessage({ Timestamp: new Date(Date.now() - 2 * hour).toISOString() }), /more than an hour/],
    ["without a time", snsMessage({ Timestamp: "" }), /more than an hour/],
    ["a certificate from elsewhere", snsMessage({ SigningCertURL: evil }), /not an address of Amazon SNS/],
    ["a certificate over http", snsMessage({ SigningCertURL: certificateUrl.replace("s:", ":") }), /not an address/],
    ["a page that is no certificate", snsMessage({ SigningCertURL: `${new URL(certificateUrl).origin}/x` }), /not an/],
    ["a certificate that is not there", snsMessage({ SigningCertURL: `${certificateUrl}.pem` }), /no certificate/],
  ])("%s is refused", async (_, message, says) => {
    await expect(verify(message)).rejects.toThrow(says);
    await expect(verify(message)).rejects.toMatchObject({ status: 401 });
    expect(world.visited.every((url) => url.startsWith("https://sns.eu-west-1.amazonaws.com/"))).toBe(true);
  });

  test("a certificate that has expired proves nothing", async () => {
    open({ [certificateUrl]: { status: 200, body: expiredCertificate } });
    await expect(verify(snsMessage({}))).rejects.toThrow(/no certificate that is valid/);
  });

  test("the certificate is fetched once, also for messages at the same time", async () => {
    await Promise.all(Array.from({ length: 20 }, () => verify(snsMessage({}))));
    await verify(snsMessage({}));
    expect(world.visited).toEqual([certificateUrl]);
  });

  test("when Amazon cannot be reached, the message is to be sent again", async () => {
    open({ [certificateUrl]: "away" });
    await expect(verify(snsMessage({}))).rejects.toMatchObject({ status: 503, retryAfterSeconds: 30 });
    open({ [certificateUrl]: { status: 200, body: certificate } });
    await verify(snsMessage({}));
  });

  test("only the topic that was confirmed is heard", async () => {
    await verify(snsMessage({}), topicArn);
    await expect(verify(snsMessage({}), `${topicArn}-other`)).rejects.toThrow(/was confirmed for .*alarms-other/);
  });

  test.each<[address: string, is: boolean]>([
    ["https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription", true],
    ["https://sns.cn-north-1.amazonaws.com.cn/x", true],
    ["http://sns.us-east-1.amazonaws.com/", false],
    ["https://sns.us-east-1.amazonaws.com:8443/", false],
    ["https://me@sns.us-east-1.amazonaws.com/", false],
    ["https://sns.us-east-1.amazonaws.com.evil.example/", false],
    ["https://evil-sns.us-east-1.amazonaws.com/", false],
    ["https://bucket.s3.amazonaws.com/", false],
    ["sns.us-east-1.amazonaws.com", false],
    ["", false],
  ])("%s is an address of SNS: %s", (address, is) => expect(isAddressOfSns(address)).toBe(is));
});

describe("a JSON Web Token", () => {
  const google: Signature = { kind: "jwt", keysUrl, issuers: ["https://accounts.google.com"] };
  type Config = Record<string, unknown>;
  const audience = "tocsin-audience";
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { iss: "https://accounts.google.com", aud: audience, iat: seconds, exp: seconds + 3_600 };
  const verify = (authorization: string, { signature = google, config = {} as Config } = {}) =>
    verifySignature(
      signature,
      {
        ...{ headers: { authorization }, body: new Uint8Array(), parsed: {}, headerName: null },
        now: new Date(seconds * 1_000),
      },
      { secrets: [audience], pinnedTopic: null, config },
    );
  const bearer = (more: Record<string, unknown>, header = {}) => `Bearer ${tokenOf({ ...claims, ...more }, header)}`;
  const unsigned = `${tokenOf(claims, { alg: "none" }).split(".").slice(0, 2).join(".")}.`;
  const tampered = () => {
    const [head, , signature] = tokenOf({ ...claims, aud: "other" }).split(".");
    return `Bearer ${[head, tokenOf(claims).split(".")[1], signature].join(".")}`;
  };

  test.each<[title: string, authorization: string]>([
    ["for us", bearer({})],
    ["for us among others", bearer({ aud: ["other", audience] })],
    ["that expired 30 seconds ago", bearer({ exp: seconds - 30 })],
    ["valid in 30 seconds", bearer({ nbf: seconds + 30 })],
  ])("one %s is right", async (_, authorization) => verify(authorization));

  test.each<[title: string, authorization: string, says: RegExp]>([
    ["for another audience", bearer({ aud: "other" }), /another audience/],
    ["of another issuer", bearer({ iss: "https://evil.example" }), /not issued by https:\/\/accounts.google.com/],
    ["that expired two minutes ago", bearer({ exp: seconds - 120 }), /has expired/],
    ["that never expires", bearer({ exp: undefined }), /cannot be read|can be read/],
    ["that is not valid yet", bearer({ nbf: seconds + 120 }), /not valid yet/],
    ["with a key nobody lists", bearer({}, { kid: "key-2" }), /does not list/],
    ["signed with HS256", bearer({}, { alg: "HS256" }), /not signed with RS256/],
    ["with other claims than were signed", tampered(), /not signed by its issuer/],
    ["without a signature", `Bearer ${unsigned}`, /Authorization is missing/],
    ["that is a password", "Basic eyJhOmI=", /Authorization is missing/],
    ["that is not there", "", /Authorization is missing/],
  ])("one %s is refused", async (_, authorization, says) => {
    await expect(verify(authorization)).rejects.toThrow(says);
    await expect(verify(authorization)).rejects.toMatchObject({ status: 401 });
  });

  describe("that must say more", () => {
    const more: Signature = {
      ...google,
      issuers: ["https://accounts.google.com", "https://{tenant}.example/v2"],
      claims: [
        { names: ["email_verified"], is: true },
        { names: ["email"], is: "{account}" },
        { names: ["azp", "appid"], is: "app-1" },
      ],
    };
    const said = { email_verified: true, email: "Bell@acme.example", azp: "app-1" };
    const check = (said: Record<string, unknown>, config: Config = {}) =>
      verify(bearer(said), { signature: more, config });

    test.each<[title: string, said: Record<string, unknown>, config: Config]>([
      ["what is fixed", { ...said }, {}],
      ["what the config names", { ...said }, { account: " bell@acme.example " }],
      ["an issuer that the config names", { ...said, iss: "https://acme.example/v2" }, { tenant: "ACME" }],
      ["the other name of a claim", { ...said, azp: undefined, appid: "APP-1" }, {}],
    ])("%s is right", async (_, said, config) => check(said, config));

    test.each<[title: string, said: Record<string, unknown>, config: Config, says: string]>([
      ["an account that is not verified", { ...said, email_verified: false }, {}, "has false as its email_verified"],
      ["a word for a verified one", { ...said, email_verified: "true" }, {}, 'has "true" as its email_verified'],
      ["nothing of the account", { azp: "app-1" }, {}, "has nothing as its email_verified"],
      ["another account", said, { account: "eve@acme.example" }, 'has "Bell@acme.example" as its email'],
      ["no account", { ...said, email: undefined }, { account: "bell@acme.example" }, "has nothing as its email"],
      ["another app", { ...said, azp: "app-2" }, {}, 'has "app-2" as its azp or appid'],
      ["another app by one of two names", { ...said, appid: "app-2" }, {}, 'has "app-1" and "app-2" as its azp'],
      ["a list", { ...said, azp: ["app-1"] }, {}, 'has ["app-1"] as its azp'],
      ["an issuer nobody named", { ...said, iss: "https://.example/v2" }, { tenant: " " }, "was not issued by"],
      ["the issuer as it is written", { ...said, iss: "https://{tenant}.example/v2" }, {}, "was not issued by"],
    ])("%s is refused", async (_, said, config, says) => {
      await expect(check(said, config)).rejects.toThrow(says);
      await expect(check(said, config)).rejects.toMatchObject({ status: 401 });
    });

    test("nothing is right while the config names no issuer", async () => {
      const signature: Signature = { ...google, issuers: ["https://{tenant}.example/v2"] };
      const token = bearer({ iss: "https://acme.example/v2" });
      await expect(verify(token, { signature })).rejects.toThrow(/settings of this integration do not say/);
      await verify(token, { signature, config: { tenant: "acme" } });
    });
  });

  test("the keys are fetched once, and not for tokens that are not for us", async () => {
    await expect(verify(bearer({ aud: "other" }))).rejects.toThrow();
    expect(world.visited).toEqual([]);
    await Promise.all(Array.from({ length: 20 }, () => verify(bearer({}))));
    expect(world.visited).toEqual([keysUrl]);
    await expect(verify(bearer({}, { kid: "key-2" }))).rejects.toThrow();
    expect(world.visited).toEqual([keysUrl]);
  });

  test("when the keys cannot be fetched, the request is to be sent again", async () => {
    open({ [keysUrl]: { status: 500, body: "" } });
    await expect(verify(bearer({}))).rejects.toMatchObject({ status: 503 });
  });
});
