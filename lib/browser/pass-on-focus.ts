"use client";

import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from "react";

/**
 * For an element that goes when a button in it was pressed: the focus goes on to what `next` finds, and not to the top
 * of the page. Put what is returned on the element.
 */
export function usePassOnFocus<Gone extends HTMLElement>(
  next: (gone: Gone) => HTMLElement | null | undefined,
): RefObject<Gone | null> {
  const element = useRef<Gone>(null);
  const pass = useEffectEvent((gone: Gone) => next(gone)?.focus());
  useLayoutEffect(() => {
    const gone = element.current;
    return () => {
      if (gone?.contains(document.activeElement)) pass(gone);
    };
  }, []);
  return element;
}
