"use client";

import { type RefObject, useEffect } from "react";
import { isTakenKey } from "#lib/browser/keys";

/** `/` goes to the field that filters this list, before the search of the whole console, which the same key opens elsewhere. */
export function useFilterKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent) {
      if (event.key !== "/" || isTakenKey(event)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    }
    window.addEventListener("keydown", focusOnSlash, { capture: true });
    return () => window.removeEventListener("keydown", focusOnSlash, { capture: true });
  }, [field]);
}
