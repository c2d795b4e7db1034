"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTakenKey } from "#lib/browser/keys";

type Does = {
  select: (id: string) => void;
  acknowledge: (id: string | undefined) => void;
  resolve: (id: string | undefined) => void;
  snooze: (id: string | undefined) => void;
  clear: () => void;
};

/** The keys of the list: j and k move the focus from row to row, the others act on the focused row or on the selection. */
export function useListKeys(list: RefObject<HTMLElement | null>, does: Does): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTakenKey(event)) return;
    const id = focusedId(list.current);
    const known: Record<string, () => void> = {
      j: () => moveFocus(list.current, 1),
      ArrowDown: () => id && moveFocus(list.current, 1),
      k: () => moveFocus(list.current, -1),
      ArrowUp: () => id && moveFocus(list.current, -1),
      x: () => id && does.select(id),
      a: () => does.acknowledge(id),
      r: () => does.resolve(id),
      s: () => does.snooze(id),
      Escape: () => does.clear(),
    };
    const act = known[event.key];
    if (!act || (event.key.startsWith("Arrow") && !id)) return;
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

function focusedId(list: HTMLElement | null): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>("[data-incident]");
  return row && list?.contains(row) ? row.dataset.incident : undefined;
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>("[data-incident-link]") ?? [])];
  const at = links.findIndex((link) => link.closest("[data-incident]")?.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1);
  links[next]?.focus();
  links[next]?.closest("[data-incident]")?.scrollIntoView({ block: "nearest" });
}
