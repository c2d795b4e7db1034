import { expect, test } from "vitest";
import { type DoneTap, isSecondHalf, secondTapMs, type Tap } from "#lib/browser/second-tap";

const button = { is: "Acknowledge" };
const row = { is: "row" };
const tap = (change: Partial<Tap> = {}): Tap => ({
  at: 0,
  x: 100,
  y: 100,
  hit: button,
  toggles: false,
  area: row,
  ...change,
});
const act = (change: Partial<Tap> = {}): DoneTap => ({ ...tap(change), acts: true });
const opening: DoneTap = { ...tap({ area: null }), acts: false };

test("the first tap is no second half", () => {
  expect(isSecondHalf(undefined, tap())).toBe(false);
});

test("after an act its area takes no tap for 400 ms, wherever it lands", () => {
  const beside = { x: 300, hit: { is: "Resolve" } };
  expect(isSecondHalf(act(), tap({ ...beside, at: secondTapMs - 1 }))).toBe(true);
  expect(isSecondHalf(act(), tap({ ...beside, at: secondTapMs }))).toBe(false);
});

test("another row can be pressed at once", () => {
  expect(isSecondHalf(act(), tap({ at: 100, y: 141, area: { is: "next row" } }))).toBe(false);
});

test("what comes to lie under the finger takes no tap, whatever it is", () => {
  expect(isSecondHalf(act(), tap({ at: 250, x: 104, area: null, hit: { is: "link below" } }))).toBe(true);
  expect(isSecondHalf(opening, tap({ at: 250, x: 104, area: null, hit: { is: "link below" } }))).toBe(true);
});

test("a button that does not act can be pressed as fast as one likes", () => {
  expect(isSecondHalf(opening, tap({ at: 80, area: null }))).toBe(false);
});

test("what opens and closes by a tap takes a double tap as one", () => {
  const opened: DoneTap = { ...tap({ toggles: true }), acts: false };
  expect(isSecondHalf(opened, tap({ at: 80, toggles: true }))).toBe(true);
  expect(isSecondHalf(opened, tap({ at: secondTapMs, toggles: true }))).toBe(false);
  expect(isSecondHalf(opened, tap({ at: 80, y: 200, toggles: true, hit: { is: "another" } }))).toBe(false);
});

test("an act on a page without areas guards its own spot only", () => {
  const alone = act({ area: null });
  expect(isSecondHalf(alone, tap({ at: 100, area: null }))).toBe(true);
  expect(isSecondHalf(alone, tap({ at: 100, area: null, x: 200 }))).toBe(false);
});
