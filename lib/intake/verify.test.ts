import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isRight, verifySignature } from "#lib/intake/verify";
import { Refusal } from "#lib/refusal";
import type { Signature } from "#lib/sources/contract";

const secret = "correct horse";
const body = new TextEncoder().encode('{"title":"Disk \\u003c full"}');
const hex = createHmac("sha256", secret).update(body).digest("hex");
const base64 = createHmac("sha256", secret).update(body).digest("base64");

describe("isRight", () => {
  const prefixed: Signature = {
    kind: "hmac",
    algorithm: "sha256",
    headers: ["X-Hub-Signature-256"],
    prefix: "sha256=",
  };
  const bare: Signature = { kind: "hmac", algorithm: "sha256", headers: ["Sentry-Hook-Signature"] };
  const inBase64: Signature = { kind: "hmac", algorithm: "sha256", headers: ["X-SFX-Signature"], encoding: "base64" };
  const versioned: Signature = { kind: "hmac", algorithm: "sha256", headers: ["X-PagerDuty-Signature"], prefix: "v1=" };
  const token: Signature = { kind: "token", headers: ["X-Gitlab-Token"] };
  const other = createHmac("sha256", "another").update(body).digest("hex");

  test.each<[title: string, signature: Signature, given: string, right: boolean]>([
    ["a prefixed hex signature", prefixed, `sha256=${hex}`, true],
    ["the same without its prefix", prefixed, hex, true],
    ["the same in capitals", prefixed, `sha256=${hex.toUpperCase()}`, true],
    ["a bare hex signature", bare, hex, true],
    ["a base64 signature", inBase64, base64, true],
    ["one of several candidates", versioned, `v1=${other},v1=${hex}`, true],
    ["a token", token, secret, true],
    ["a signature by another secret", prefixed, `sha256=${other}`, false],
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
  ])("%s: %4$s", (_, signature, given, right) => {
    expect(isRight(signature, given, body, secret)).toBe(right);
  });

  test("the bytes count, not what they mean", () => {
    expect(isRight(bare, hex, new TextEncoder().encode('{"title":"Disk < full"}'), secret)).toBe(false);
  });
});

describe("verifySignature, for a source without a scheme of its own", () => {
  const verify = (headers: Record<string, string>) => () => verifySignature("prometheus", { headers, body }, secret);

  test.each([
    ["X-Signature: sha256=<hex>", { "x-signature": `sha256=${hex}` }],
    ["X-Signature: <hex>", { "x-signature": hex }],
    ["X-Webhook-Signature: sha256=<hex>", { "x-webhook-signature": `sha256=${hex}` }],
    ["X-Webhook-Signature: <hex>", { "x-webhook-signature": ` ${hex} ` }],
    ["the second header when a proxy fills the first", { "x-signature": "proxy", "x-webhook-signature": hex }],
  ])("takes %s", (_, headers) => expect(verify(headers)).not.toThrow());

  test.each<[title: string, headers: Record<string, string>, text: RegExp]>([
    ["no header", {}, /not signed: X-Signature or X-Webhook-Signature is missing\. Give the sender/],
    ["an empty header", { "x-signature": "" }, /not signed/],
    ["a wrong signature", { "x-signature": `sha256=${"0".repeat(64)}` }, /does not match the body\. Check/],
  ])("refuses %s with 401 and says what to do", (_, headers, text) => {
    expect(verify(headers)).toThrow(Refusal);
    expect(verify(headers)).toThrow(text);
    expect(verify(headers)).toThrow(expect.objectContaining({ status: 401 }));
  });
});
