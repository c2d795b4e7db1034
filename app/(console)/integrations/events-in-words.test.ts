import { expect, test } from "vitest";
import { eventTypes } from "#lib/events/catalogue";
import { eventsInWords } from "./events-in-words";

test("a few events are named in the order of the catalogue", () => {
  expect(eventsInWords(["incident.resolved", "incident.triggered"])).toBe("Triggered, resolved");
});

test("a whole group is said at once", () => {
  expect(eventsInWords(eventTypes.filter((type) => type.startsWith("incident.")))).toBe("Everything about incidents");
  expect(eventsInWords(eventTypes)).toBe("Everything about incidents, everything about the system");
});

test("many are counted", () => {
  expect(
    eventsInWords([
      "incident.triggered",
      "incident.acknowledged",
      "incident.resolved",
      "incident.noted",
      "system.user_created",
    ]),
  ).toBe("Triggered, acknowledged, resolved and 2 more");
});

test("none is none, so that the card can say that nothing is sent", () => {
  expect(eventsInWords([])).toBeNull();
});
