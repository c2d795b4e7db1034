import fc from "fast-check";
import { expect, test } from "vitest";
import { hideHeaders, hider } from "#lib/redact/sent";
import { hideQuery } from "#lib/writing/hide-query";

test("secrets are blotted out wherever they appear, longest first", () => {
  const hide = hider(["Bearer abcdefgh123", "geheim", "abc"]);
  expect(hide("abcdefgh123 said Bearer abcdefgh123 and geheim, abc stays")).toBe(
    "[hidden] said [hidden] and [hidden], abc stays",
  );
});

test("an address is logged without the values of its query", () => {
  expect(hideQuery("https://a.example/x?token=geheim&b=1#c")).toBe("https://a.example/x?token=[hidden]&b=[hidden]");
});

test("headers that carry credentials by their name are hidden", () => {
  expect(
    hideHeaders({ Authorization: "Basic x", "X-Api-Key": "k", "Set-Cookie": "a=b", "X-Team": "ops" }, (text) => text),
  ).toEqual({
    Authorization: "[hidden]",
    "X-Api-Key": "[hidden]",
    "Set-Cookie": "[hidden]",
    "X-Team": "ops",
  });
});

const secret = fc.string({ minLength: 8, maxLength: 60, unit: "binary" }).filter((text) => text.trim().length >= 8);
const around = fc.string({ maxLength: 30 });
const spellings: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["in an address", (text) => encodeURIComponent(text.toWellFormed())],
  ["in a form", (text) => new URLSearchParams({ "": text }).toString().slice(1)],
  ["in JSON", (text) => JSON.stringify(text).slice(1, -1)],
];

test.each(spellings)("a secret does not survive %s, whatever stands around it", (_, spell) => {
  fc.assert(
    fc.property(secret, around, around, (given, before, after) => {
      const hidden = hider([given])(`${before}${spell(given)}${after}`);
      expect(hidden).not.toContain(spell(given));
    }),
  );
});

test("a secret does not survive in base64, as in a Basic header, whatever stands around it", () => {
  fc.assert(
    fc.property(secret, around, around, (given, before, after) => {
      const hidden = hider([given])(Buffer.from(`${before}${given}${after}`).toString("base64"));
      // What is left around the blot, read again, has not the whole secret.
      const left = hidden.split("[hidden]").map((part) => Buffer.from(part, "base64").toString());
      for (const part of left) expect(part).not.toContain(given.toWellFormed());
      expect(hidden).toContain("[hidden]");
    }),
  );
});

test("what is no secret stays", () => {
  const hide = hider(["abc", "correct-horse"]);
  expect(hide("abc battery staple Y29ycmVjdA==")).toBe("abc battery staple Y29ycmVjdA==");
});
