import { expect, test } from "vitest";
import { z } from "zod";
import { findChannel } from "#lib/channels/index";
import { cardOf } from "#lib/destinations/channel-card";
import { fieldsOf } from "#lib/forms/fields-of";
import { keepSecrets, secretTexts, splitSecrets, storedSecrets } from "#lib/forms/secret-fields";

const webhook = findChannel("webhook");
if (!webhook) throw new Error("no webhook channel");
const schema = webhook.config;

test("a field without a label is refused, with its name", () => {
  expect(() => fieldsOf(z.object({ colour: z.string() }))).toThrow('"colour" has no label');
});

test("the webhook's form has every kind of field", () => {
  const fields = Object.fromEntries(fieldsOf(schema).map((field) => [field.name, field]));
  expect(fields.url).toMatchObject({
    kind: "text",
    required: true,
    advanced: false,
    secret: false,
    label: "Webhook URL",
  });
  expect(fields.secret).toMatchObject({ kind: "text", required: false, secret: true });
  expect(fields.method).toMatchObject({
    kind: "choice",
    initial: "POST",
    advanced: true,
    options: [
      { value: "POST", label: "POST" },
      { value: "PUT", label: "PUT" },
    ],
  });
  expect(fields.headers).toMatchObject({ kind: "pairs", secret: "values", initial: [] });
  expect(fields.clientKey).toMatchObject({ kind: "multiline", secret: true });
  expect(fields.verifyTls).toMatchObject({ kind: "switch", initial: true });
  expect(fields.requestTimeoutSeconds).toMatchObject({
    kind: "number",
    minimum: 1,
    maximum: 60,
    unit: "seconds",
    initial: 15,
  });
  expect(fields.format).toMatchObject({
    options: expect.arrayContaining([{ value: "ndjson", label: "Newline-delimited JSON" }]),
  });
});

test("a card is plain values", () => {
  const card = cardOf(webhook);
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  expect(card.fields).toHaveLength(11);
});

const config = {
  url: "https://a.example",
  secret: "one",
  headers: [{ name: "Authorization", value: "Bearer two" }],
  clientKey: undefined,
};

test("secrets are parted from the rest, and only their presence is told", () => {
  expect(splitSecrets(fieldsOf(schema), config)).toEqual({
    open: { url: "https://a.example" },
    secret: { secret: "one", headers: config.headers },
  });
  expect(storedSecrets(fieldsOf(schema), config)).toEqual({ secret: true, headers: ["Authorization"] });
  expect(secretTexts(fieldsOf(schema), config)).toEqual(["one", "Bearer two"]);
});

test("a secret left out is kept, an empty one is removed, an empty header value keeps the stored one", () => {
  const stored = { secret: "one", headers: [{ name: "Authorization", value: "Bearer two" }] };
  expect(keepSecrets(fieldsOf(schema), { url: "https://b.example" }, stored)).toEqual({
    url: "https://b.example",
    ...stored,
  });
  expect(keepSecrets(fieldsOf(schema), { secret: "", headers: [] }, stored)).toEqual({ secret: "", headers: [] });
  const headers = [
    { name: "authorization", value: "" },
    { name: "X-New", value: "three" },
  ];
  expect(keepSecrets(fieldsOf(schema), { headers }, stored).headers).toEqual([
    { name: "Authorization", value: "Bearer two" },
    { name: "X-New", value: "three" },
  ]);
});
