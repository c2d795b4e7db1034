"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { dayAndMinute, exactTime, type Moment, relativeTime } from "#lib/format";

type Clock = { zone: string; renderedAt: number };

const ClockContext = createContext<Clock>({ zone: "UTC", renderedAt: 0 });

/** Gives times below it the person's zone, and the moment of the server so that both sides draw the same first text. */
export function ClockProvider({ zone, renderedAt, children }: Clock & { children: ReactNode }) {
  return <ClockContext value={{ zone, renderedAt }}>{children}</ClockContext>;
}

type Props = {
  at: Moment;
  /** "relative" (4 min ago), "short" (20 Nov, 14:03) or "exact" (with seconds and zone). */
  as?: "relative" | "short" | "exact";
  className?: string;
};

/** A moment: relative, exact on hover and for readers of the markup, in the person's zone. Keeps itself current. */
export function Time({ at, as = "relative", className }: Props) {
  const { zone } = useContext(ClockContext);
  const now = useNow();
  const exact = exactTime(at, zone);
  const text = as === "exact" ? exact : as === "short" ? dayAndMinute(at, zone) : relativeTime(at, now, zone);
  return (
    <time dateTime={new Date(at).toISOString()} title={exact} className={className} suppressHydrationWarning>
      {text}
    </time>
  );
}

/** The zone of the person who looks. */
export function useZone(): string {
  return useContext(ClockContext).zone;
}

/** The present moment in milliseconds, moving every second or as often as `everyMs` says; one timer for the whole page. */
export function useNow(everyMs = 10_000): number {
  const { renderedAt } = useContext(ClockContext);
  return useSyncExternalStore(
    subscribe,
    () => Math.ceil(Date.now() / everyMs) * everyMs,
    () => renderedAt || Math.ceil(Date.now() / everyMs) * everyMs,
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
