import { expect, test } from "vitest";
import { cronitor } from "#lib/sources/cronitor";

test.each<[said: object, expected: object]>([
  [{ type: "Alert" }, { events: [{ action: "trigger", dedupKey: "backup" }] }],
  [{ type: "Recovery" }, { events: [{ action: "resolve", dedupKey: "backup" }] }],
  [{ type: "ALERT", environment: "staging" }, { events: [{ dedupKey: "backup/staging" }] }],
  [{}, { events: [{ action: "trigger" }] }],
  [{ type: "DIGEST" }, { ignored: expect.any(String) }],
])("%j", (said, expected) => expect(cronitor.read({ id: "backup", ...said }, {})).toMatchObject(expected));
