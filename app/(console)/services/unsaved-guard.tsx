"use client";

import { useEffect, useRef } from "react";

/** Inside a form: asks before the page is left while something in it is typed and not saved. `saved` changes when it is. */
export function UnsavedGuard({ saved }: { saved: unknown }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // A form is clean again with every answer that saved it, so the effect begins anew.
    void saved;
    const form = mark.current?.closest("form");
    if (!form) return;
    let isDirty = false;
    const note = () => {
      isDirty = true;
    };
    const ask = (event: BeforeUnloadEvent) => isDirty && event.preventDefault();
    const sent = () => {
      isDirty = false;
    };
    form.addEventListener("input", note);
    form.addEventListener("submit", sent);
    window.addEventListener("beforeunload", ask);
    return () => {
      form.removeEventListener("input", note);
      form.removeEventListener("submit", sent);
      window.removeEventListener("beforeunload", ask);
    };
  }, [saved]);
  return <span ref={mark} hidden />;
}
