import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { splunkOncall } from "#lib/sources/splunk-oncall";

const alert = (changes: Record<string, unknown> = {}) => ({
  message_type: "CRITICAL",
  entity_id: "db-1/disk",
  ...changes,
});
const read = (body: unknown) => splunkOncall.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

test.each([
  ["CRITICAL", { action: "trigger", severity: "critical" }],
  ["warning", { action: "trigger", severity: "warning" }],
  ["ACKNOWLEDGEMENT", { action: "acknowledge" }],
  ["RECOVERY", { action: "resolve" }],
])("%s becomes %j", (message_type, becomes) => expect(eventOf(read(alert({ message_type })))).toMatchObject(becomes));

test.each(["INFO", "NOT RECOVERY"])("%s is ignored", (message_type) => {
  expect(read(alert({ message_type }))).toHaveProperty("ignored");
});

describe("without an entity_id", () => {
  test("a trigger gets a key later", () => {
    const event = eventOf(read(alert({ entity_id: undefined, state_message: "Disk full" })));
    expect(event).toMatchObject({ action: "trigger", summary: "Disk full" });
    expect(event?.dedupKey).toBeUndefined();
  });

  test("a recovery is refused, because it would resolve nothing", () => {
    expect(read({ message_type: "RECOVERY" })).toMatchObject({ unreadable: [{ path: "entity_id" }] });
  });
});

test("annotations become links, images and notes, with dots in their titles", () => {
  const annotated = alert({
    "vo_annotate.u.Runbook v1.2": "https://r.example.com",
    "vo_annotate.i.Graph": "https://g.example.com/a.png",
    "vo_annotate.s.Note": "Be careful",
  });
  expect(eventOf(read(annotated))).toMatchObject({
    links: [{ href: "https://r.example.com", text: "Runbook v1.2" }],
    images: [{ src: "https://g.example.com/a.png", alt: "Graph" }],
    details: { notes: { Note: "Be careful" } },
  });
});

test("a display name that says the same as the message is said once", () => {
  expect(eventOf(read(alert({ entity_display_name: "Full", state_message: "Full" })))?.summary).toBe("Full");
});

test("the answers are Splunk On-Call's", () => {
  const event = { action: "trigger", dedupKey: "k", incident: { id: "1", number: 1 } } as const;
  expect(splunkOncall.answer?.({ outcome: "accepted", events: [event], problems: [] })).toEqual({
    status: 200,
    body: { result: "success", entity_id: "k" },
  });
  expect(splunkOncall.answer?.({ outcome: "refused", status: 401, message: "No.", problems: [] })).toEqual({
    status: 401,
    body: { result: "failure", message: "No." },
  });
});
