import { expect, test } from "vitest";
import { configIn } from "./config-in.ts";

test("reads lists from their commas and leaves out what is empty", () => {
  const sent = {
    summaryField: " alert.title ",
    resolveValues: "ok, resolved",
    severityField: "",
    triggerValues: " , ",
  };
  expect(configIn("webhook", JSON.stringify(sent))).toEqual({
    summaryField: "alert.title",
    resolveValues: ["ok", "resolved"],
  });
});

test("gives back what does not fit as it came, so that it is refused by name", () => {
  expect(configIn("webhook", JSON.stringify({ summaryField: "x".repeat(300) }))).toEqual({
    summaryField: "x".repeat(300),
  });
  expect(configIn("prometheus", '{"surprise":"yes"}')).toEqual({ surprise: "yes" });
});

test("a source without a config has an empty one", () => {
  expect(configIn("prometheus", undefined)).toEqual({});
});

test("refuses what is no JSON object", () => {
  expect(() => configIn("webhook", "{")).toThrow("did not arrive whole");
  expect(() => configIn("webhook", "[]")).toThrow();
});
