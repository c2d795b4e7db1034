"use client";

import { useTheme } from "next-themes";
import type { MouseEvent } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { noteAct } from "#lib/browser/second-tap";

type Notice = {
  /** Takes the action back; offered for six seconds. */
  undo?: () => void;
  /** A second line. */
  description?: string;
};

/** Says that something was done: `notify("Acknowledged #412", { undo })`. */
export function notify(text: string, { undo, description }: Notice = {}): void {
  toast(text, { description, duration: 6000, ...(undo && { action: action("Undo", undo) }) });
}

/**
 * Says that something was not done, why, and what to do; offers Retry when given how. Stays 12 s, or until it is hushed.
 * With a `key` it takes the place of the one that has it.
 */
export function notifyFailure(
  text: string,
  { description, retry, key }: { description?: string; retry?: () => void; key?: string } = {},
): string | number {
  return toast.error(text, {
    description,
    duration: 12_000,
    ...(key && { id: key }),
    ...(retry && { action: action("Retry", retry) }),
  });
}

/** Takes a notice away that is no longer true. */
export function hush(notice: string | number): void {
  toast.dismiss(notice);
}

function action(label: string, does: () => void) {
  return {
    label,
    onClick(event: MouseEvent<HTMLButtonElement>) {
      noteAct(event.nativeEvent);
      does();
    },
  };
}

/** Where notices appear; mounted once by the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      className="font-sans!"
      closeButton
      visibleToasts={4}
      mobileOffset={{ bottom: "calc(136px + var(--mark-height, 0px))" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "relative flex w-full items-start gap-2.5 rounded-md border bg-raised p-3 pr-10 text-sm text-ink shadow-raised sm:w-90",
          title: "font-medium",
          description: "mt-0.5 text-muted",
          content: "min-w-0 flex-1",
          error: "border-triggered/50",
          icon: "mt-0.5 text-triggered",
          actionButton:
            "touch -my-1 ml-auto h-7 shrink-0 rounded-md border border-line-strong px-2 font-medium text-xs hover:bg-hover",
          closeButton:
            "absolute top-2 right-2 inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover",
        },
      }}
    />
  );
}
