"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog";

/** While `dirty`, asks before a link or the window takes somebody away from what they typed. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const router = useRouter();
  const [wanted, setWanted] = useState<string>();
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    function hold(event: MouseEvent) {
      const href = addressPressed(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    }
    window.addEventListener("beforeunload", ask);
    document.addEventListener("click", hold, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", ask);
      document.removeEventListener("click", hold, { capture: true });
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
        if (wanted) router.push(wanted as Route);
      }}
    >
      What you changed here is not saved yet and will be lost.
    </ConfirmDialog>
  );
}

/** Where a plain press on a link leads to within this window and away from this page. */
function addressPressed(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return undefined;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target === "_blank" || link.origin !== location.origin || link.pathname === location.pathname)
    return undefined;
  return `${link.pathname}${link.search}${link.hash}`;
}
