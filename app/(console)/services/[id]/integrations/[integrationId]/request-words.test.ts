import { expect, test } from "vitest";
import type { ReceivedRequest } from "#lib/browser/integration";
import { outcomeSentence, summaryOf } from "./request-words.ts";

const event = (action: "trigger" | "resolve", summary?: string): ReceivedRequest["events"][number] => ({
  action,
  dedupKey: "db-1/disk",
  links: [],
  ...(summary && { summary }),
});
const incident = { id: "00000000-0000-4000-8000-000000000001", number: 12 };

test("the line is the first event's summary, its key where it has none, and how many more there are", () => {
  expect(summaryOf({ events: [event("trigger", "Disk full")], reason: null })).toBe("Disk full");
  expect(summaryOf({ events: [event("resolve"), event("resolve")], reason: null })).toBe("db-1/disk and 1 more");
});

test("the line of a request without events is why there are none", () => {
  expect(summaryOf({ events: [], reason: "The integration is disabled." })).toBe("The integration is disabled.");
  expect(summaryOf({ events: [], reason: null })).toBe("Nothing to do");
});

test("an accepted request says which incidents it went to, and a resolve that found none says so", () => {
  const accepted = { outcome: "accepted" as const, status: 202, reason: null };
  expect(outcomeSentence({ ...accepted, events: [event("trigger", "Disk full")], incidents: [incident] })).toBe(
    "It was read as one event and went to #12.",
  );
  expect(outcomeSentence({ ...accepted, events: [event("resolve")], incidents: [] })).toBe(
    "It was read as one event, but no open incident has its dedup key, so nothing changed.",
  );
  expect(outcomeSentence({ ...accepted, events: [event("trigger", "Disk full")], incidents: [] })).toBe(
    "It was read as one event. Nothing was opened, because a resolve had come first.",
  );
});

test("a refused request says with what and why", () => {
  expect(
    outcomeSentence({
      outcome: "refused",
      status: 403,
      reason: "The integration is disabled.",
      events: [],
      incidents: [],
    }),
  ).toBe("It was refused with 403 and changed nothing. The integration is disabled.");
});
