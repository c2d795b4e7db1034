"use client";

import { useEffect, useEffectEvent } from "react";
import { isTakenKey } from "#lib/browser/keys";

type Cursor = { id: string | undefined; move: (by: number) => void };
type Does = {
  open: (id: string) => void;
  select: (id: string) => void;
  selectAll: () => void;
  acknowledge: (id: string | undefined) => void;
  resolve: (id: string | undefined) => void;
  snooze: (id: string | undefined) => void;
  assign: (id: string | undefined) => void;
  take: (id: string | undefined) => void;
  clear: () => void;
};

/** The keys of the list: j and k move its cursor from row to row, the others act on that row or on the selection. */
export function useListKeys({ id, move }: Cursor, does: Does): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTakenKey(event)) return;
    const known: Record<string, (() => unknown) | undefined> = {
      j: () => move(1),
      k: () => move(-1),
      ArrowDown: id ? () => move(1) : undefined,
      ArrowUp: id ? () => move(-1) : undefined,
      Enter: id && isNothingPressed() ? () => does.open(id) : undefined,
      x: () => id && does.select(id),
      X: does.selectAll,
      a: () => does.acknowledge(id),
      r: () => does.resolve(id),
      s: () => does.snooze(id),
      m: () => does.take(id),
      M: () => does.assign(id),
      Escape: does.clear,
    };
    const act = known[event.key];
    if (!act) return;
    event.preventDefault();
    // A key that is held moves on; what it does, it does once.
    if (!event.repeat || moves.has(event.key)) act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

const moves = new Set(["j", "k", "ArrowDown", "ArrowUp"]);

/** Enter belongs to the link or button that has the focus. */
const isNothingPressed = () => !document.activeElement || document.activeElement === document.body;
