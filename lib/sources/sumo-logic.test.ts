import { expect, test } from "vitest";
import { sumoLogic } from "#lib/sources/sumo-logic";

test.each<[said: object, expected: object]>([
  [{ trigger_type: "Warning" }, { events: [{ action: "trigger", severity: "warning", dedupKey: "Errors" }] }],
  [{ trigger_type: "Missing Data" }, { events: [{ action: "trigger", severity: "warning" }] }],
  [{ trigger_type: "MissingData", id: "1" }, { events: [{ action: "trigger", dedupKey: "1" }] }],
  [{ trigger_type: "ResolvedMissingData", id: "1", alert_group: "a=b" }, { events: [{ dedupKey: "1/a=b" }] }],
  [{ trigger_type: "Normal" }, { events: [{ action: "resolve" }] }],
  [{ trigger_type: "Unresolved" }, { ignored: expect.any(String) }],
  [{ trigger_type: "Critical", alert_group: "{{AlertGroup}}" }, { events: [{ dedupKey: "Errors" }] }],
])("%j", (said, expected) => expect(sumoLogic.read({ name: "Errors", ...said }, {})).toMatchObject(expected));
