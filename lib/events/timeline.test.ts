import { expect, test } from "vitest";
import type { TimelineKind } from "#db/vocabulary";
import type { Entry as Said } from "#lib/events/contract";
import { sentenceOf } from "#lib/events/timeline";

type Entry = Said & { kind: TimelineKind };

const by = (name: string, kind: Entry["kind"], details: Record<string, unknown> = {}): Entry => ({
  kind,
  actor: { kind: "person", name },
  details,
});

test.each<[Entry, string]>([
  [by("Alertmanager prod", "triggered"), "Triggered by Alertmanager prod"],
  [by("Alice", "acknowledged"), "Acknowledged by Alice"],
  [by("Bob", "snoozed", { until: "2026-11-20T15:00:00Z" }), "Snoozed by Bob until 20 Nov, 16:00"],
  [by("Alice", "unacknowledged"), "Given back by Alice; it is triggered again"],
  [by("Alertmanager", "changed", { field: "title", to: "[FIRING:2] Disk" }), "Title changed by Alertmanager"],
  [by("Tocsin", "snooze_ended"), "The snooze ended; it is triggered again"],
  [
    by("Alice", "assigned", {
      assignees: [
        { id: "1", name: "Bob" },
        { id: "2", name: "Charlie" },
      ],
    }),
    "Assigned to Bob, Charlie by Alice",
  ],
  [by("Alice", "assigned", { assignees: [{ id: "1", name: "Alice" }] }), "Alice took it"],
  [by("Alice", "assigned", { assignees: [] }), "Taken off everybody by Alice"],
  [
    by("Alertmanager prod", "severity_raised", { severity: "critical" }),
    "Severity raised to critical by Alertmanager prod",
  ],
  [
    by("Uptime Kuma", "trigger_ignored", { occurredAt: "2026-11-20T15:00:00.000Z" }),
    "A trigger of 20 Nov 2026, 16:00:00 CET from Uptime Kuma was ignored because the alert was already resolved",
  ],
  [by("Nagios", "trigger_ignored"), "A trigger from Nagios was ignored because the alert was already resolved"],
])("an entry reads as a sentence", (entry, sentence) => {
  expect(sentenceOf(entry, "Europe/Berlin").sentence).toBe(sentence);
});

test("what somebody wrote stands beside the sentence, as it was written", () => {
  expect(sentenceOf(by("Alice", "noted", { text: "disk <b>full</b>" }), "UTC")).toEqual({
    sentence: "Note by Alice",
    words: "disk <b>full</b>",
  });
});
