"use client";

import { type PointerEvent, useRef } from "react";
import { noteAct } from "#lib/browser/second-tap";

const farEnoughPx = 96;
const furthestPx = 140;

type Swipes = { right: (() => void) | undefined; left: (() => void) | undefined };

/** Lets a finger push an element aside; past 96 px it means something. A mouse does not swipe. */
export function useSwipe({ right, left }: Swipes) {
  const startX = useRef<number | null>(null);
  const movedX = useRef(0);

  function move(element: HTMLElement, x: number) {
    movedX.current = x;
    element.style.transform = x === 0 ? "" : `translateX(${x}px)`;
  }
  function end(event: PointerEvent<HTMLElement>) {
    if (startX.current === null) return;
    const x = movedX.current;
    startX.current = null;
    move(event.currentTarget, 0);
    const act = x >= farEnoughPx ? right : x <= -farEnoughPx ? left : undefined;
    if (!act) return;
    noteAct(event.nativeEvent);
    act();
  }

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.pointerType === "touch" && event.isPrimary) startX.current = event.clientX;
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (startX.current === null) return;
      const x = event.clientX - startX.current;
      move(event.currentTarget, Math.min(right ? furthestPx : 0, Math.max(left ? -furthestPx : 0, x)));
    },
    onPointerUp: end,
    // The browser took the finger for scrolling.
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      startX.current = null;
      move(event.currentTarget, 0);
    },
    // A finger that pushed a card aside did not mean to open it.
    onClickCapture(event: { preventDefault(): void; stopPropagation(): void }) {
      if (Math.abs(movedX.current) < 10) return;
      event.preventDefault();
      event.stopPropagation();
      movedX.current = 0;
    },
  };
}
