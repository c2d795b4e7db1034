import { expect, test } from "vitest";
import { robusta } from "#lib/sources/robusta";

test.each<[said: object, expected: object]>([
  [{ fingerprint: "f", failure: true }, { events: [{ action: "trigger", dedupKey: "f" }] }],
  [{ fingerprint: "f", ends_at: "0001-01-01T00:00:00+00:00" }, { events: [{ action: "trigger" }] }],
  [{ fingerprint: "f", ends_at: "2026-03-01T03:20:00+00:00" }, { events: [{ action: "resolve", dedupKey: "f" }] }],
  [{ fingerprint: "f", severity: "LOW" }, { events: [{ severity: "info" }] }],
  [{ fingerprint: "f", failure: false }, { ignored: expect.any(String) }],
  [{ aggregation_key: "Oom" }, { events: [{ dedupKey: expect.stringMatching(/^[0-9a-f]{64}$/) }] }],
  [{}, { unreadable: [expect.objectContaining({ path: "fingerprint" })] }],
])("%j", (said, expected) => expect(robusta.read({ title: "A pod crashes", ...said }, {})).toMatchObject(expected));
