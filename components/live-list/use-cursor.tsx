"use client";

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { cursorAt, type Place, placeAt } from "#components/live-list/cursor-place";
import type { Row } from "#components/live-list/steady-rows";

/** Where the cursor of each list was, for the way back to it within this window. */
const kept = new Map<string, Place>();

/**
 * The row of a list that its keys act on. It is state of the list and not the browser's focus, which follows it: dialogs,
 * updates, undo and the way back from another page leave it where it was. A row is an element with `data-row` inside
 * `area`, and takes the focus with what in it has `data-row-link`. `list` names the list and its filters.
 */
export function useCursor<R extends Row>(area: RefObject<HTMLElement | null>, list: string, rows: R[]) {
  const [held, setHeld] = useState(() => ({ list, place: kept.get(list) }));
  if (held.list !== list) setHeld({ list, place: kept.get(list) });
  const place = held.list === list ? held.place : undefined;
  const at = cursorAt(place, rows);
  const id = rows[at]?.id;

  function put(index: number) {
    const next = placeAt(index, rows);
    if (next) kept.set(list, next);
    setHeld({ list, place: next });
  }
  const takeFocus = useFocusIn(area, id, (rowId) => {
    const index = rows.findIndex((row) => row.id === rowId);
    if (index >= 0 && rowId !== place?.id) put(index);
  });
  return {
    id,
    at,
    /** Moves it by so many rows; the first move goes to the first row. */
    move(by: number) {
      const index = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
      if (!rows[index]) return;
      takeFocus();
      put(index);
    },
  };
}

/**
 * Keeps cursor and focus together: the focus moves the cursor, and comes back to it when its element went away. Returns
 * how to give the focus to the cursor once it is drawn.
 */
function useFocusIn(
  area: RefObject<HTMLElement | null>,
  id: string | undefined,
  onRow: (id: string) => void,
): () => void {
  const isInside = useRef(false);
  const isWanted = useRef(false);
  const note = useEffectEvent((event: Event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    isInside.current = target !== null && area.current?.contains(target) === true;
    const row = event.type === "focusin" && isInside.current ? target?.closest<HTMLElement>("[data-row]") : null;
    if (row?.dataset.row) onRow(row.dataset.row);
  });
  useEffect(() => {
    const listener = (event: Event) => note(event);
    const signs = ["focusin", "pointerdown"] as const;
    for (const sign of signs) document.addEventListener(sign, listener);
    return () => {
      for (const sign of signs) document.removeEventListener(sign, listener);
    };
  }, []);
  // Whoever comes back to the page is where they were.
  const comeBack = useEffectEvent(() => {
    if (id && hasNobodyFocus()) focusRow(area.current, id);
  });
  useEffect(() => comeBack(), []);
  useLayoutEffect(() => {
    if (!id || !(isWanted.current || (isInside.current && isLeftBehind(id)))) return;
    isWanted.current = false;
    focusRow(area.current, id);
  });
  return () => {
    isWanted.current = true;
  };
}

/** Whether the element that had the focus went away, or is the link of a row that the cursor has left. */
function isLeftBehind(id: string): boolean {
  const link = document.activeElement?.closest("[data-row-link]");
  return hasNobodyFocus() || (link != null && link.closest<HTMLElement>("[data-row]")?.dataset.row !== id);
}

const hasNobodyFocus = () => !document.activeElement || document.activeElement === document.body;

const mostTries = 10;

/** A row of a long list is drawn a moment after it came into sight. */
function focusRow(area: HTMLElement | null, id: string | undefined, tries = mostTries): void {
  if (!area || !id) return;
  const row = area.querySelector(`[data-row="${CSS.escape(id)}"]`);
  const link = row?.querySelector<HTMLElement>("[data-row-link]");
  if (!row || !link) {
    if (tries > 0) requestAnimationFrame(() => focusRow(area, id, tries - 1));
    return;
  }
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
