import { expect, test } from "vitest";
import { usualName } from "./usual-name";

test("a new integration is named after its channel, who adds it and their day", () => {
  const late = new Date("2026-11-21T23:30:00Z");
  expect(usualName("Webhook", { name: "Alice", timeZone: "UTC" }, late)).toBe("Webhook integration by Alice, Nov 21");
  expect(usualName("Webhook", { name: "Alice", timeZone: "Asia/Tokyo" }, late)).toBe(
    "Webhook integration by Alice, Nov 22",
  );
});
