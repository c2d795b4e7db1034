"use client";

import { Check, CircleCheckBig, RotateCcw } from "lucide-react";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";
import { PressButton } from "#components/ui/press-button";

type Props = Omit<ComponentProps<typeof PressButton>, "icon" | "children"> & { number?: number };

/** Acknowledge; where that is done, or no longer possible, the dead button says how it stands. As wide in all of its states. */
export function AcknowledgeButton({ as, number, className, ...rest }: Props & { as: "open" | "done" | "over" }) {
  const word = { open: "Acknowledge", done: "Acknowledged", over: "Resolved" }[as];
  return (
    <PressButton
      {...rest}
      isDead={as !== "open" || rest.isDead}
      icon={as === "over" ? <CircleCheckBig aria-hidden /> : <Check aria-hidden />}
      aria-label={named(word, number)}
      className={twMerge("md:min-w-35", className)}
    >
      {word}
    </PressButton>
  );
}

/** Resolve; where that is done Reopen, or a dead button where that is not offered. As wide in all of its states. */
export function ResolveButton({ as, number, className, ...rest }: Props & { as: "open" | "done" | "reopen" }) {
  const word = { open: "Resolve", done: "Resolved", reopen: "Reopen" }[as];
  return (
    <PressButton
      {...rest}
      isDead={as === "done" || rest.isDead}
      icon={as === "reopen" ? <RotateCcw aria-hidden /> : <CircleCheckBig aria-hidden />}
      aria-label={named(word, number)}
      className={twMerge("md:min-w-28", className)}
    >
      {word}
    </PressButton>
  );
}

function named(word: string, number: number | undefined): string | undefined {
  return number === undefined ? undefined : `${word} #${number}`;
}
