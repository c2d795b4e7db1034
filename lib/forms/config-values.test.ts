import { expect, test } from "vitest";
import { findChannel } from "#lib/channels/index";
import { changedLabels, configOf, problemOf, problemsOfConfig, startingValues } from "#lib/forms/config-values";
import { fieldsOf } from "#lib/forms/fields-of";

const webhook = findChannel("webhook");
if (!webhook) throw new Error("no webhook channel");
const fields = fieldsOf(webhook.config);

test("a new form begins with what the schema sets, and an untouched one sends nothing else", () => {
  const values = startingValues(fields);
  expect(values).toMatchObject({ url: "", method: "POST", verifyTls: true, requestTimeoutSeconds: "15", headers: [] });
  expect(configOf(fields, { ...values, url: "https://a.example" })).toEqual({
    url: "https://a.example",
    method: "POST",
    headers: [],
    format: "object",
    verifyTls: true,
    requestTimeoutSeconds: 15,
    connectTimeoutSeconds: 20,
  });
});

test("what the form sends is what the channel's schema takes", () => {
  expect(
    webhook.config.safeParse(configOf(fields, { ...startingValues(fields), url: "https://a.example" })).success,
  ).toBe(true);
});

test("stored secrets are neither shown nor sent, and kept by leaving them alone", () => {
  const values = startingValues(fields, { url: "https://a.example" }, { secret: true, headers: ["Authorization"] });
  expect(values).toMatchObject({ secret: undefined, headers: [{ name: "Authorization", value: "", isStored: true }] });
  const config = configOf(fields, values);
  expect(config).not.toHaveProperty("secret");
  expect(config.headers).toEqual([{ name: "Authorization", value: "" }]);
});

test("a removed secret is sent as an empty text", () => {
  expect(configOf(fields, { ...startingValues(fields), secret: "" }).secret).toBe("");
});

test("empty rows of pairs are left out, and a number that is none is sent for the server to name it", () => {
  const values = {
    ...startingValues(fields),
    headers: [{ key: 0, name: " ", value: "", isStored: false }],
    requestTimeoutSeconds: "soon",
  };
  expect(configOf(fields, values)).toMatchObject({ headers: [], requestTimeoutSeconds: "soon" });
});

test("what changed is named by its labels", () => {
  const before = startingValues(fields, { url: "https://a.example" });
  expect(changedLabels(fields, before, { ...before })).toEqual([]);
  expect(changedLabels(fields, before, { ...before, url: "https://b.example", verifyTls: false })).toEqual([
    "Webhook URL",
    "Verify TLS certificate",
  ]);
});

test("problems find their field, also those of a part of it", () => {
  const problems = problemsOfConfig({
    name: "Give it a name.",
    "config.url": "Too short.",
    "config.headers.0.name": "No spaces.",
  });
  expect(problems).toEqual({ url: "Too short.", "headers.0.name": "No spaces." });
  expect(problemOf(problems, "headers")).toBe("No spaces.");
  expect(problemOf(problems, "header")).toBeUndefined();
});
