import { expect, test } from "vitest";
import { type Attempted, rejected } from "#lib/delivery/attempt";
import { Receivers } from "#lib/delivery/receivers";

const timings = { dnsMs: null, connectMs: null, tlsMs: null, waitMs: 5, totalMs: 5 };
const delivered: Attempted = { ...rejected("", new Date()), class: "delivered", next: "delivered", timings };
const refused: Attempted = { ...delivered, class: "refused_status", next: "retry", status: 429 };

test("each receiver has a pace of its own, which a refusal ends at once", () => {
  const receivers = new Receivers();
  for (let at = 0; at < 12; at++) receivers.note("quick", delivered, at);
  for (let at = 0; at < 3; at++) receivers.note("new", delivered, at);
  expect(receivers.caps(20)).toEqual({ quick: 16 });
  expect([receivers.capOf("quick", 20), receivers.capOf("new", 20), receivers.capOf("unknown", 20)]).toEqual([
    16, 4, 4,
  ]);
  receivers.note("quick", refused, 30);
  expect(receivers.caps(40)).toEqual({});
  expect(receivers.capOf("quick", 40)).toBe(4);
});

test("what was learned is forgotten: who answers after seconds, the pace after a minute", () => {
  const receivers = new Receivers();
  for (let at = 0; at < 4; at++) receivers.note("quick", delivered, 0);
  expect(receivers.answering(5_000)).toEqual(["quick"]);
  expect(receivers.answering(5_001)).toEqual([]);
  expect(receivers.caps(59_999)).toEqual({ quick: 8 });
  expect(receivers.caps(60_000)).toEqual({});
  expect(receivers.capOf("quick", 60_000)).toBe(4);
});
