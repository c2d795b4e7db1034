"use client";

import { type RefObject, useEffect, useEffectEvent, useState } from "react";

const stillForMs = 12_000;
const signs = ["pointermove", "pointerdown", "touchmove", "keydown", "focusin"] as const;

/** Whether somebody is at work in the element: moved or pressed in it during the last seconds. */
export function useWorking(element: RefObject<HTMLElement | null>): boolean {
  const [working, setWorking] = useState(false);
  const note = useEffectEvent(() => {
    if (!working) setWorking(true);
  });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function rest() {
      clearTimeout(timer);
      setWorking(false);
    }
    function work() {
      note();
      clearTimeout(timer);
      timer = setTimeout(rest, stillForMs);
    }
    for (const sign of signs) watched.addEventListener(sign, work, { passive: true });
    watched.addEventListener("pointerleave", rest);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) watched.removeEventListener(sign, work);
      watched.removeEventListener("pointerleave", rest);
    };
  }, [element]);
  return working;
}
