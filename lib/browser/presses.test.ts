import { expect, test } from "vitest";
import type { Incident } from "#lib/browser/incident";
import {
  type Act,
  begun,
  dismissed,
  type Press,
  settledBy,
  shownAs,
  type Truth,
  troubled,
  unsentOf,
  without,
} from "#lib/browser/presses";

const incident = (change: Partial<Incident> = {}): Incident => ({
  id: "i1",
  number: 1,
  title: "Checkout is down",
  status: "triggered",
  severity: "critical",
  urgency: "high",
  source: "web-01",
  dedupKey: "k1",
  service: { id: "s1", name: "Checkout" },
  assignees: [],
  alertCount: 1,
  openedAt: "2026-11-20T10:00:00.000Z",
  lastAlertAt: "2026-11-20T10:00:00.000Z",
  acknowledgedAt: null,
  resolvedAt: null,
  snoozedUntil: null,
  changedAt: "2026-11-20T10:00:00.000Z",
  links: [],
  images: [],
  ...change,
});
const press = (act: Act, change: Partial<Press> = {}): Press => ({
  id: `p-${act.verb}`,
  act,
  seen: incident(),
  state: "sending",
  ...change,
});
const acknowledge = press({ verb: "acknowledge" });
const resolve = press({ verb: "resolve" });
const unsent = (act: Act, seen = incident()) => press(act, { state: "not confirmed", seen });

test("a press shows at once, and only on its incident", () => {
  expect(shownAs(incident(), [acknowledge])).toEqual(incident({ status: "acknowledged" }));
  const other = incident({ id: "i2" });
  expect(shownAs(other, [acknowledge])).toBe(other);
});

test("a snooze ends with the press that acknowledges or resolves", () => {
  const asleep = incident({ status: "acknowledged", snoozedUntil: "2026-11-20T12:00:00.000Z" });
  expect(shownAs(asleep, [acknowledge]).snoozedUntil).toBeNull();
  expect(shownAs(asleep, [resolve])).toMatchObject({ status: "resolved", snoozedUntil: null });
});

test("presses show in their order, and a resolved incident is not acknowledged", () => {
  expect(shownAs(incident(), [acknowledge, resolve]).status).toBe("resolved");
  expect(shownAs(incident({ status: "resolved" }), [acknowledge]).status).toBe("resolved");
});

test("a press in trouble shows what is known, with all that came meanwhile", () => {
  const meanwhile = incident({ alertCount: 7, title: "Checkout is down (7)", changedAt: "2026-11-20T10:05:00.000Z" });
  const [failed] = troubled([acknowledge], [acknowledge.id], "not sent", "You are offline.");
  expect(failed).toMatchObject({ state: "not sent", reason: "You are offline." });
  expect(shownAs(meanwhile, [acknowledge])).toEqual({ ...meanwhile, status: "acknowledged" });
  expect(shownAs(meanwhile, failed ? [failed] : [])).toBe(meanwhile);
});

test("a press that failed does not undo what somebody else did meanwhile", () => {
  const [failed] = troubled([acknowledge], [acknowledge.id], "failed", "503");
  const resolvedByBob = incident({ status: "resolved", resolvedAt: "2026-11-20T10:05:00.000Z" });
  expect(shownAs(resolvedByBob, failed ? [failed] : [])).toBe(resolvedByBob);
});

test("only the named presses are in trouble, and a retry takes the place of what failed", () => {
  const failed = troubled([acknowledge, resolve], [acknowledge.id], "failed", "503");
  expect(failed.map(({ state }) => state)).toEqual(["failed", "sending"]);
  expect(unsentOf(failed)).toEqual([failed[0]]);
  const again = press({ verb: "acknowledge" }, { id: "again" });
  expect(begun(failed, [again]).map(({ id }) => id)).toEqual([resolve.id, "again"]);
  expect(without(failed, [acknowledge.id])).toEqual([resolve]);
});

test("two notes are two things, and the same act on another incident is another", () => {
  const notes = ["one", "two"].map((text) => press({ verb: "note", text }, { id: text }));
  expect(begun(notes.slice(0, 1), notes.slice(1))).toEqual(notes);
  expect(begun(notes, notes.slice(0, 1))).toHaveLength(2);
  const elsewhere = press({ verb: "acknowledge" }, { id: "other", seen: incident({ id: "i2" }) });
  expect(begun([acknowledge], [elsewhere])).toHaveLength(2);
});

test("what is still on its way is not forgotten for a second press, nor one assignment for another", () => {
  const again = press({ verb: "acknowledge" }, { id: "again" });
  expect(begun([acknowledge], [again])).toEqual([acknowledge, again]);
  const [one, two] = ["a1", "b1"].map((id) =>
    press({ verb: "assign", addPersonIds: [id], removePersonIds: [] }, { id, state: "not sent" }),
  );
  expect(one && two && begun([one], [two])).toEqual([one, two]);
});

test("a dismissed press has no mark and settles nothing", () => {
  const marked = press({ verb: "note", text: "Seen." }, { state: "not sent" });
  const gone = dismissed([marked, resolve], [marked.id]);
  expect(gone.map(({ state }) => state)).toEqual(["dismissed", "sending"]);
  expect(unsentOf(gone)).toEqual([]);
  expect(shownAs(incident(), gone).status).toBe("resolved");
});

const later = "2026-11-20T12:00:00.000Z";
const alice = { id: "a1", name: "Alice" };
const bob = { id: "b1", name: "Bob" };
const noted = (text: string, at = later) => ({
  id: "e1",
  at,
  kind: "noted" as const,
  actor: { kind: "person" as const, ...alice },
  details: { text },
});

const snoozed = (until: string) => ({ ...noted(""), kind: "snoozed" as const, details: { until } });
const anHour: Act = { verb: "snooze", choice: { minutes: 60 } };
const assign = (addPersonIds: string[], removePersonIds: string[] = []): Act => ({
  verb: "assign",
  addPersonIds,
  removePersonIds,
});

test.each<[string, Act, Partial<Truth>, boolean]>([
  ["acknowledged", { verb: "acknowledge" }, { status: "acknowledged" }, true],
  ["resolved instead", { verb: "acknowledge" }, { status: "resolved" }, true],
  ["still triggered", { verb: "acknowledge" }, { status: "triggered" }, false],
  ["still asleep", { verb: "acknowledge" }, { status: "acknowledged", snoozedUntil: later }, false],
  ["resolved", { verb: "resolve" }, { status: "resolved" }, true],
  ["only acknowledged", { verb: "resolve" }, { status: "acknowledged" }, false],
  ["open again", { verb: "reopen", andAcknowledge: false }, { status: "triggered" }, true],
  ["open, not acknowledged", { verb: "reopen", andAcknowledge: true }, { status: "triggered" }, false],
  ["open and acknowledged", { verb: "reopen", andAcknowledge: true }, { status: "acknowledged" }, true],
  [
    "asleep",
    anHour,
    { snoozedUntil: "2026-11-20T13:00:00.000Z", timeline: [snoozed("2026-11-20T13:00:00.000Z")] },
    true,
  ],
  ["asleep by somebody else's choice", anHour, { snoozedUntil: later, timeline: [snoozed(later)] }, false],
  ["asleep until then", { verb: "snooze", choice: { until: later } }, { snoozedUntil: later }, true],
  [
    "asleep until another time",
    { verb: "snooze", choice: { until: later } },
    { snoozedUntil: "2026-11-20T12:00:01.000Z" },
    false,
  ],
  ["awake", anHour, {}, false],
  ["given", assign(["b1", "a1"]), { assignees: [alice, bob] }, true],
  ["given, and to somebody else", assign(["b1"]), { assignees: [alice, bob] }, true],
  ["given to one of them", assign(["b1", "a1"]), { assignees: [alice] }, false],
  ["taken off", assign([], ["a1"]), { assignees: [bob] }, true],
  ["not taken off", assign([], ["a1"]), { assignees: [alice, bob] }, false],
  ["noted", { verb: "note", text: " Seen. " }, { timeline: [noted("Seen.")] }, true],
  ["noted otherwise", { verb: "note", text: "Seen." }, { timeline: [noted("Gone.")] }, false],
  ["noted before", { verb: "note", text: "Seen." }, { timeline: [noted("Seen.", "2026-11-20T09:00:00.000Z")] }, false],
  ["no timeline", { verb: "note", text: "Seen." }, {}, false],
])("the mark of a press goes when it is so: %s", (_, act, truth, isSettled) => {
  const marked = unsent(act);
  expect(settledBy([marked], { ...incident(), ...truth })).toEqual(isSettled ? [marked] : []);
});

test("a longer snooze is not taken for the one before", () => {
  const asleep = incident({ snoozedUntil: later });
  expect(settledBy([unsent({ verb: "snooze", choice: { minutes: 240 } }, asleep)], asleep)).toEqual([]);
});

test("the truth about one incident says nothing of another, nor of what is being sent", () => {
  const truth = incident({ status: "acknowledged" });
  expect(settledBy([acknowledge], truth)).toEqual([]);
  expect(settledBy([unsent({ verb: "acknowledge" })], { ...truth, id: "i2" })).toEqual([]);
});
