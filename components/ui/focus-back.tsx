"use client";

import { useRef } from "react";

/**
 * For what opens over the page without a trigger of its own: the focus goes back to where it was. Give both to the content
 * of a Radix dialog; `onOpen` before the focus is moved in.
 */
export function useFocusBack() {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpen() {
      opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    },
    onCloseAutoFocus(event: Event) {
      const { current } = opener;
      if (!current?.isConnected || current === document.body) return;
      event.preventDefault();
      current.focus({ preventScroll: true });
    },
  };
}
