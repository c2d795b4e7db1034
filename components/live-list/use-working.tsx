"use client";

import { type RefObject, useEffect, useState } from "react";

const stillForMs = 12_000;
const signs = ["pointermove", "pointerdown", "touchmove", "keydown", "focusin"] as const;

/** Whether somebody is at work in the element: moved or pressed in it during the last seconds. */
export function useWorking(element: RefObject<HTMLElement | null>): boolean {
  const [working, setWorking] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function rest() {
      clearTimeout(timer);
      setWorking(false);
    }
    function work() {
      setWorking(true);
      clearTimeout(timer);
      timer = setTimeout(rest, stillForMs);
    }
    // A finger that is lifted leaves too, and may come down again on the same row.
    function leave({ pointerType }: PointerEvent) {
      if (pointerType === "mouse") rest();
    }
    for (const sign of signs) watched.addEventListener(sign, work, { passive: true });
    watched.addEventListener("pointerleave", leave);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) watched.removeEventListener(sign, work);
      watched.removeEventListener("pointerleave", leave);
    };
  }, [element]);
  return working;
}
