import { expect, test } from "vitest";
import { servicenow } from "#lib/sources/servicenow";

test.each<[said: object, expected: object]>([
  [{ state: 1, priority: 2 }, { events: [{ action: "trigger", severity: "error" }] }],
  [{ state: "On Hold" }, { events: [{ action: "acknowledge" }] }],
  [{ state: "7" }, { events: [{ action: "resolve", dedupKey: "s" }] }],
  [{ state: "1", priority: "1 - Critical" }, { events: [{ severity: "critical" }] }],
  [{ state: "1", priority: "11" }, { events: [{ severity: undefined }] }],
  [{ state: "16" }, { ignored: expect.any(String) }],
])("%j", (said, expected) => expect(servicenow.read({ sys_id: "s", ...said }, {})).toMatchObject(expected));
