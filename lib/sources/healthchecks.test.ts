import { expect, test } from "vitest";
import { healthchecks } from "#lib/sources/healthchecks";

test.each<[said: object, expected: object]>([
  [{ status: "down" }, { events: [{ action: "trigger", summary: "Check c is down" }] }],
  [{ status: "UP", name: "Backup" }, { events: [{ action: "resolve", dedupKey: "c" }] }],
  [{ status: "grace" }, { ignored: expect.any(String) }],
  [{ status: "$STATUS" }, { unreadable: [expect.objectContaining({ path: "status" })] }],
])("%j", (said, expected) => expect(healthchecks.read({ code: "c", ...said }, {})).toMatchObject(expected));
