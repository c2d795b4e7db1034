import { expect, test } from "vitest";
import { attemptName, countOf, outcomeOf } from "./attempt-name";

test("a status check is told from an attempt, by its name and by how it ended", () => {
  expect(attemptName({ n: 2, ask: 0 })).toBe("attempt 2");
  expect(attemptName({ n: 2, ask: 3 })).toBe("status check 3 of attempt 2");
  expect(outcomeOf({ ask: 0, class: "accepted" })).toBe("Accepted, not confirmed yet");
  expect(outcomeOf({ ask: 1, class: "accepted" })).toBe("Not confirmed yet");
  expect(outcomeOf({ ask: 1, class: "delivered" })).toBe("Confirmed as delivered");
  expect(outcomeOf({ ask: 1, class: "timed_out" })).toBe("Status check: No answer in time");
});

test("they are counted apart", () => {
  expect(countOf([{ n: 1, ask: 0 }])).toBe("1 attempt");
  expect(countOf([0, 1, 2].map((ask) => ({ n: 1, ask })))).toBe("1 attempt and 2 status checks");
});
