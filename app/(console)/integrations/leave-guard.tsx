"use client";

import type { Route } from "next";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { addressPressed } from "#lib/browser/address-pressed";
import { useGo } from "../shell/use-go";

/** While `dirty`, asks before a link or the window takes somebody away from what they typed. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const { go } = useGo();
  const [wanted, setWanted] = useState<string>();
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    function hold(event: MouseEvent) {
      const href = addressPressed(event);
      if (!href || new URL(href, location.href).pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    }
    window.addEventListener("beforeunload", ask);
    window.addEventListener("click", hold, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("click", hold, { capture: true });
    };
  }, [dirty]);
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
      What you changed here is not saved yet and will be lost.
    </ConfirmDialog>
  );
}
