import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { verifySignature } from "#lib/signatures/verify";
import type { Signature } from "#lib/sources/contract";

const secret = "correct horse";
const text = '{"title":"Disk \\u003c full"}';
const bytes = new TextEncoder().encode(text);
const now = new Date("2026-03-01T03:00:00Z");
const seconds = String(now.getTime() / 1_000);
const sign = (signed: string | Uint8Array, by = secret, algorithm = "sha256") =>
  createHmac(algorithm, by).update(signed);
const hex = sign(bytes).digest("hex");
const base64 = sign(bytes).digest("base64");

type Sent = {
  headers?: Record<string, string>;
  body?: Uint8Array;
  parsed?: unknown;
  headerName?: string;
  secrets?: string[];
};

function verify(signature: Signature | undefined, sent: Sent): Promise<void> {
  const { headers = {}, body = bytes, parsed, headerName = null, secrets = [secret] } = sent;
  return verifySignature(
    signature,
    { headers, body, parsed, headerName, now },
    { secrets, pinnedTopic: null, config: {} },
  );
}

async function isLetIn(signature: Signature | undefined, sent: Sent): Promise<boolean> {
  try {
    await verify(signature, sent);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: "Refusal", status: 401 });
    return false;
  }
}

const hmac = (header: string, more: Partial<Extract<Signature, { kind: "hmac" }>> = {}): Signature => ({
  kind: "hmac",
  algorithm: "sha256",
  headers: [header],
  ...more,
});

describe("a header", () => {
  const prefixed = hmac("X-Proof", { prefix: "sha256=" });
  const bare = hmac("X-Proof");
  const inBase64 = hmac("X-Proof", { encoding: "base64" });
  const sha1InBase64 = hmac("X-Proof", { encoding: "base64", algorithm: "sha1" });
  const splunk: Signature = { kind: "any", of: [inBase64, sha1InBase64] };
  const versioned = hmac("X-Proof", { prefix: "v1=" });
  const token: Signature = { kind: "token", headers: ["X-Proof"] };
  const other = sign(bytes, "another").digest("hex");

  test.each<[title: string, signature: Signature, given: string, right: boolean]>([
    ["a prefixed hex signature", prefixed, `sha256=${hex}`, true],
    ["the same without its prefix", prefixed, hex, true],
    ["the same in capitals", prefixed, `sha256=${hex.toUpperCase()}`, true],
    ["a bare hex signature", bare, hex, true],
    ["a base64 signature", inBase64, base64, true],
    ["a SHA-1 in base64 where either may be", splunk, sign(bytes, secret, "sha1").digest("base64"), true],
    ["a SHA-256 in base64 where either may be", splunk, base64, true],
    ["one of several candidates", versioned, `v1=${other},v1=${hex}`, true],
    ["a token", token, secret, true],
    ["a signature by another secret", prefixed, `sha256=${other}`, false],
    ["a SHA-1 where only SHA-256 will do", bare, sign(bytes, secret, "sha1").digest("hex"), false],
    ["a base64 of another secret where either may be", splunk, sign(bytes, "x").digest("base64"), false],
    ["a signature cut short", bare, hex.slice(0, 62), false],
    ["a signature with something after it", bare, `${hex}00`, false],
    ["hex where base64 is due", inBase64, hex, false],
    ["base64 in other capitals", inBase64, base64.toLowerCase(), false],
    ["a prefix alone", prefixed, "sha256=", false],
    ["words", prefixed, "let me in", false],
    ["a prefix nobody asked for", bare, `md5=${hex}`, false],
    ["letters outside ASCII", bare, "ä".repeat(64), false],
    ["a token of the same length", token, "correct hørse", false],
    ["a token that only begins alike", token, `${secret} battery`, false],
    ["the secret itself where a signature is due", bare, secret, false],
  ])("%s: %4$s", async (_, signature, given, right) => {
    expect(await isLetIn(signature, { headers: { "x-proof": given } })).toBe(right);
  });

  test("the bytes count, not what they mean", async () => {
    const body = new TextEncoder().encode('{"title":"Disk < full"}');
    expect(await isLetIn(bare, { headers: { "x-proof": hex }, body })).toBe(false);
  });

  test("an integration may name another header, and then only that one counts", async () => {
    const headerName = "X-Alert-Proof";
    expect(await isLetIn(prefixed, { headers: { "x-alert-proof": hex }, headerName })).toBe(true);
    expect(await isLetIn(token, { headers: { "x-alert-proof": secret }, headerName })).toBe(true);
    expect(await isLetIn(prefixed, { headers: { "x-proof": hex }, headerName })).toBe(false);
    await expect(verify(prefixed, { headerName })).rejects.toThrow(/X-Alert-Proof is missing/);
  });

  test("either of two secrets is right while both are valid", async () => {
    for (const by of ["new", "old"])
      expect(
        await isLetIn(bare, { headers: { "x-proof": sign(bytes, by).digest("hex") }, secrets: ["new", "old"] }),
      ).toBe(true);
    expect(await isLetIn(bare, { headers: { "x-proof": hex }, secrets: ["new", "old"] })).toBe(false);
  });

  test("without a secret nothing is asked for", async () => {
    await verify(bare, { secrets: [] });
  });
});

describe("a time that is signed with the body", () => {
  const timed = hmac("X-Proof", {
    prefix: "v0=",
    timestamp: { header: "X-Time", separator: ":", before: "v0:", toleranceSeconds: 300 },
  });
  const at = (time: string, signed = `v0:${time}:${text}`) => ({
    headers: { "x-time": time, "x-proof": `v0=${sign(signed).digest("hex")}` },
  });

  test.each<[title: string, sent: Sent, right: boolean]>([
    ["now", at(seconds), true],
    ["in milliseconds", at(String(now.getTime())), true],
    ["four minutes ago", at(String(Number(seconds) - 240)), true],
    ["without a time, over the body alone", { headers: { "x-proof": hex } }, true],
    ["six minutes ago", at(String(Number(seconds) - 360)), false],
    ["six minutes from now", at(String(Number(seconds) + 360)), false],
    ["a time that is not signed", at(seconds, text), false],
    [
      "a time changed afterwards",
      { headers: { ...at(seconds).headers, "x-time": String(Number(seconds) + 1) } },
      false,
    ],
    ["a time taken away", { headers: { "x-proof": at(seconds).headers["x-proof"] } }, false],
    ["no number", at("yesterday"), false],
  ])("%s: %2$s", async (_, sent, right) => expect(await isLetIn(timed, sent)).toBe(right));

  test("what is too old is told how old it is", async () => {
    await expect(verify(timed, at(String(Number(seconds) - 3_600)))).rejects.toThrow(/3600 seconds ago.*clock/);
  });
});

describe("the body", () => {
  const byToken: Signature = { kind: "body-token", path: "Token" };
  const mailgun: Signature = {
    kind: "body-hmac",
    signature: "signature",
    signed: ["timestamp", "token"],
    timestamp: "timestamp",
    toleranceSeconds: 300,
  };
  const mail = (timestamp: string | number, by = secret) => ({
    timestamp,
    token: "t0k3n",
    signature: sign(`${timestamp}t0k3n`, by).digest("hex"),
  });

  test.each<[title: string, signature: Signature, parsed: unknown, right: boolean]>([
    ["a token", byToken, { Token: secret }, true],
    ["another token", byToken, { Token: "other" }, false],
    ["a token that is no text", byToken, { Token: { length: 1 } }, false],
    ["no object", byToken, null, false],
    ["signed fields", mailgun, mail(seconds), true],
    ["a time that is a number", mailgun, mail(Number(seconds)), true],
    ["signed by another", mailgun, mail(seconds, "other"), false],
    ["too old", mailgun, mail(Number(seconds) - 600), false],
    ["another token than was signed", mailgun, { ...mail(seconds), token: "x" }, false],
    ["nothing to check", mailgun, { title: "x" }, false],
  ])("%s: %3$s", async (_, signature, parsed, right) => expect(await isLetIn(signature, { parsed })).toBe(right));

  test("the missing field is named", async () => {
    await expect(verify(byToken, { parsed: {} })).rejects.toThrow(/the field Token of the body is missing/);
    await expect(verify(mailgun, { parsed: {} })).rejects.toThrow(/the field signature of the body is missing/);
  });
});

describe("Standard Webhooks", () => {
  const made = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
  const headersBy = (by: string, at = now) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(by).sign("msg_1", at, text),
  });
  const standard: Signature = { kind: "standard-webhooks" };
  const gitlab: Signature = { kind: "any", of: [standard, { kind: "token", headers: ["X-Gitlab-Token"] }] };
  const other = `whsec_${Buffer.from("another secret of some length...").toString("base64")}`;

  test("what its own library signs is right", async () => {
    await verify(standard, { headers: headersBy(made), secrets: [made] });
    await verify(standard, { headers: headersBy(made), secrets: [made.slice("whsec_".length)] });
  });

  test("one of a list is enough", async () => {
    const headers = headersBy(made);
    const list = `v1a,xyz ${headersBy(other)["webhook-signature"]} ${headers["webhook-signature"]}`;
    await verify(standard, { headers: { ...headers, "webhook-signature": list }, secrets: [made] });
  });

  test.each<[title: string, headers: Record<string, string>, says: RegExp]>([
    ["no signature", {}, /webhook-signature is missing/],
    ["another secret", headersBy(other), /does not match/],
    ["six minutes ago", headersBy(made, new Date(now.getTime() - 360_000)), /360 seconds ago/],
    ["another id", { ...headersBy(made), "webhook-id": "msg_2" }, /does not match/],
    ["no time", { ...headersBy(made), "webhook-timestamp": "" }, /webhook-timestamp/],
  ])("%s is refused", async (_, headers, says) => {
    await expect(verify(standard, { headers, secrets: [made] })).rejects.toThrow(says);
  });

  test("a wrong signature is not made up for by a right token", async () => {
    const token = { "x-gitlab-token": made };
    await verify(gitlab, { headers: token, secrets: [made] });
    await verify(gitlab, { headers: { ...token, ...headersBy(made) }, secrets: [made] });
    await expect(verify(gitlab, { headers: { ...token, ...headersBy(other) }, secrets: [made] })).rejects.toThrow(
      /webhook-signature does not match/,
    );
    await expect(verify(gitlab, { secrets: [made] })).rejects.toThrow(/webhook-signature or X-Gitlab-Token is missing/);
  });
});

describe("a source without a scheme of its own", () => {
  test.each([
    ["X-Signature: sha256=<hex>", { "x-signature": `sha256=${hex}` }],
    ["X-Signature: <hex>", { "x-signature": hex }],
    ["X-Webhook-Signature: sha256=<hex>", { "x-webhook-signature": `sha256=${hex}` }],
    ["X-Webhook-Signature: <hex>", { "x-webhook-signature": ` ${hex} ` }],
    ["the second header when a proxy fills the first", { "x-signature": "proxy", "x-webhook-signature": hex }],
  ])("takes %s", async (_, headers) => expect(await isLetIn(undefined, { headers })).toBe(true));

  test.each<[title: string, headers: Record<string, string>, says: RegExp]>([
    ["no header", {}, /not signed: X-Signature or X-Webhook-Signature is missing\. Give the sender/],
    ["an empty header", { "x-signature": "" }, /not signed/],
    ["a wrong signature", { "x-signature": `sha256=${"0".repeat(64)}` }, /does not match the body\. Check/],
  ])("refuses %s with 401 and says what to do", async (_, headers, says) => {
    const refused = verify(undefined, { headers });
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.toMatchObject({ name: "Refusal", status: 401 });
  });
});
