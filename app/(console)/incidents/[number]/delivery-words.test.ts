import { expect, test } from "vitest";
import { type Delivery, deliveryWords } from "./delivery-words";

const delivery: Delivery = {
  id: "1",
  eventType: "incident.acknowledged",
  kind: "event",
  destination: { id: "d", name: "Ops webhook", type: "webhook" },
  state: "delivered",
  createdAt: "2026-11-20T13:00:00Z",
  dueAt: null,
  doneAt: "2026-11-20T13:00:01Z",
  attempt: 1,
  lastClass: "delivered",
  lastStatus: 200,
  lastError: null,
};

test.each<[Partial<Delivery>, string]>([
  [{}, "was told that it was acknowledged"],
  [{ attempt: 3 }, "was told that it was acknowledged, at attempt 3"],
  [{ state: "pending", attempt: 0 }, "will be told that it was acknowledged"],
  [{ state: "pending", attempt: 2, lastStatus: 500 }, "was not reached yet (answered 500); 2 attempts so far"],
  [
    { state: "exhausted", attempt: 17, lastError: "The connection was refused" },
    "could not be told that it was acknowledged: The connection was refused, after 17 attempts",
  ],
  [{ eventType: "incident.noted" }, "was told that it got a note"],
])("a delivery reads as a sentence", (change, words) => {
  expect(deliveryWords({ ...delivery, ...change })).toBe(words);
});
