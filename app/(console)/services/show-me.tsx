"use client";

import { type ReactNode, useTransition } from "react";
import { notifyFailure } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { showFirstAlert } from "./actions";

/** Makes the example and walks on to it. */
export function ShowMe({ children }: { children: ReactNode }) {
  const [isWorking, start] = useTransition();
  function show() {
    start(async () => {
      const { message } = await askAction(() => showFirstAlert());
      if (message) notifyFailure("The example was not made", { description: message, retry: show });
    });
  }
  return (
    <button
      type="button"
      onClick={show}
      disabled={isWorking}
      aria-busy={isWorking || undefined}
      className="h-full w-full rounded-md text-left disabled:opacity-55"
    >
      {children}
    </button>
  );
}
