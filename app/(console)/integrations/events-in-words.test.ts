import { expect, test } from "vitest";
import { eventChoices, eventTypes } from "#lib/events/index";
import { eventsInWords } from "./events-in-words";

test("a few events are named in the order of the catalogue", () => {
  expect(eventsInWords(eventChoices, ["incident.resolved", "incident.triggered"])).toBe("Triggered, resolved");
});

test("a whole group is said at once", () => {
  expect(
    eventsInWords(
      eventChoices,
      eventTypes.filter((type) => type.startsWith("incident.")),
    ),
  ).toBe("Everything about incidents");
  expect(eventsInWords(eventChoices, eventTypes)).toBe("Everything about incidents, everything about the system");
});

test("many are counted", () => {
  expect(
    eventsInWords(eventChoices, [
      "incident.triggered",
      "incident.acknowledged",
      "incident.resolved",
      "incident.noted",
      "system.user_created",
    ]),
  ).toBe("Triggered, acknowledged, resolved and 2 more");
});

test("none is none, so that the card can say that nothing is sent", () => {
  expect(eventsInWords(eventChoices, [])).toBeNull();
});
