import { expect, test } from "vitest";
import type { MappingPreview } from "#lib/browser/mapping";
import { verdictInBrief, verdictOf } from "./preview-words.ts";

const event = (action: "trigger" | "acknowledge" | "resolve") => ({
  action,
  dedupKey: "k",
  summary: "Disk full",
  severity: "error" as const,
  severityFrom: "default" as const,
  source: "db-1",
  links: [],
});
const of = (part: Partial<MappingPreview>): MappingPreview => ({
  request: null,
  outcome: "accepted",
  reason: null,
  events: [],
  more: 0,
  problems: [],
  body: null,
  ...part,
});

test.each<[preview: Partial<MappingPreview>, sentence: RegExp, brief: string]>([
  [{ events: [event("trigger")] }, /^It opens an incident/, "Trigger: Disk full"],
  [{ events: [event("resolve")] }, /^It resolves the open incident/, "Resolve: Disk full"],
  [{ events: [event("acknowledge")] }, /^It acknowledges/, "Acknowledge: Disk full"],
  [
    { events: [event("trigger"), event("resolve")], more: 3 },
    /^It is read as 5 events/,
    "Trigger: Disk full and 4 more",
  ],
  [{ outcome: "ignored", reason: "Because." }, /^Nothing would open. Because.$/, "Nothing would open"],
  [{ outcome: "test", reason: "A test." }, /test of the tool.* A test.$/, "Nothing would open"],
  [{ outcome: "handshake" }, /nothing would open.$/, "Nothing would open"],
  [{ outcome: "refused" }, /refused with 400/, "Would be refused"],
])("%j", (preview, sentence, brief) => {
  expect(verdictOf(of(preview))).toMatch(sentence);
  expect(verdictInBrief(of(preview))).toBe(brief);
});
