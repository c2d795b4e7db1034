import { expect, test } from "vitest";
import { configIn } from "./config-in.ts";

test("reads the fields of the config, lists from their commas, and leaves out what is empty", () => {
  const given = { name: "Mine", "config.summaryField": " alert.title ", "config.resolveValues": "ok, resolved", "config.severityField": "", "config.triggerValues": " , " };
  expect(configIn("webhook", given)).toEqual({ summaryField: "alert.title", resolveValues: ["ok", "resolved"] });
});

test("gives back what does not fit as it came, so that it is refused by name", () => {
  expect(configIn("webhook", { "config.summaryField": "x".repeat(300) })).toEqual({ summaryField: "x".repeat(300) });
  expect(configIn("prometheus", { "config.surprise": "yes" })).toEqual({ surprise: "yes" });
});

test("a source without a config has an empty one", () => {
  expect(configIn("prometheus", { name: "Mine" })).toEqual({});
});
