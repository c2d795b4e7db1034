"use client";

import type { Route } from "next";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { useGo } from "#components/use-go";
import { addressPressed } from "#lib/browser/address-pressed";

/** While `dirty`, asks before a link or the window takes somebody away from what they typed. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const { go } = useGo();
  const [wanted, setWanted] = useState<string>();
  useEffect(() => (dirty ? holdHere(setWanted) : undefined), [dirty]);
  return (
    <ConfirmDialog
      open={wanted !== undefined}
      onOpenChange={(open) => !open && setWanted(undefined)}
      title="Leave without saving?"
      action="Leave"
      onConfirm={() => {
        // An address of a link that Next drew itself.
        if (wanted) void go(wanted as Route);
      }}
    >
      Your changes on this page haven’t been saved and will be lost.
    </ConfirmDialog>
  );
}

/** The same inside an `AnsweredForm`, which is dirty from the first thing typed until the server has done what it asks. */
export function FormLeaveGuard({ answer }: { answer: { result: unknown } }) {
  const mark = useRef<HTMLSpanElement>(null);
  const [dirty, setDirty] = useState(false);
  const [heard, setHeard] = useState(answer);
  if (heard !== answer) {
    setHeard(answer);
    if (answer.result !== null) setDirty(false);
  }
  useEffect(() => {
    const form = mark.current?.closest("form");
    const note = () => setDirty(true);
    form?.addEventListener("input", note);
    return () => form?.removeEventListener("input", note);
  }, []);
  return (
    <>
      <span ref={mark} hidden />
      <LeaveGuard dirty={dirty} />
    </>
  );
}

function holdHere(onWanted: (href: string) => void): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  function hold(event: MouseEvent) {
    const href = addressPressed(event);
    if (!href || new URL(href, location.href).pathname === location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    onWanted(href);
  }
  window.addEventListener("beforeunload", ask);
  window.addEventListener("click", hold, { capture: true });
  return () => {
    window.removeEventListener("beforeunload", ask);
    window.removeEventListener("click", hold, { capture: true });
  };
}
