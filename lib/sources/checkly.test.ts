import { describe, expect, test } from "vitest";
import { checkly } from "#lib/sources/checkly";

describe("what Checkly's alert types become", () => {
  test.each<[type: string, expected: object]>([
    ["ALERT_FAILURE", { events: [{ action: "trigger", severity: "critical", dedupKey: "c1" }] }],
    ["alert_degraded", { events: [{ action: "trigger", severity: "warning", dedupKey: "c1" }] }],
    ["ALERT_DEGRADED_RECOVERY", { events: [{ action: "resolve", dedupKey: "c1" }] }],
    ["ALERT_SSL", { events: [{ dedupKey: "c1:ssl" }] }],
    ["ALERT_FAILURES", { ignored: expect.any(String) }],
  ])("%s", (alert_type, expected) => {
    expect(checkly.read({ alert_type, check_id: "c1", event: "Shop" }, {})).toMatchObject(expected);
  });
});
