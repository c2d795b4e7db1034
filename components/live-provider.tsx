"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import type { LiveState } from "#lib/browser/live-stream";
import { type LiveWire, openLiveWire } from "#lib/browser/live-wire";

const WireContext = createContext<LiveWire | null>(null);
const connecting: LiveState = { name: "connecting" };
const atMostEveryMs = 500;

/** Follows what changes on the server, for everything below it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [wire, setWire] = useState<LiveWire | null>(null);
  useEffect(() => {
    const opened = openLiveWire("/api/live");
    // oxlint-disable-next-line react/set-state-in-effect -- the wire is opened and closed with the page, not drawn
    setWire(opened);
    return () => opened.close();
  }, []);
  return <WireContext value={wire}>{children}</WireContext>;
}

/**
 * Calls `onChange` with the topics of each change that concerns one of `topics` ("incidents", "incident:<id>", …):
 * at once for the first, then collected, so that a storm of alerts asks the server twice a second and not a hundred times.
 */
export function useLive(topics: string[], onChange: (changed: string[]) => void): void {
  const wire = useContext(WireContext);
  const followed = topics.join(" ");
  const hear = useEffectEvent((changed: string[]) => onChange(changed));
  useEffect(() => {
    const collected = collect((changed) => hear(changed));
    const named = followed.split(" ").filter((topic) => topic !== "");
    const stop = wire?.hear(named, (changed) => collected.add(changed));
    return () => {
      stop?.();
      collected.stop();
    };
  }, [wire, followed]);
}

/** Draws the server components of the page again when one of `topics` changes. */
export function LiveRefresh({ topics }: { topics: string[] }) {
  const router = useRouter();
  useLive(topics, () => router.refresh());
  return null;
}

/** How the stream stands. */
export function useLiveState(): LiveState {
  const wire = useContext(WireContext);
  return useSyncExternalStore(
    (listener) => wire?.watch(listener) ?? (() => {}),
    () => wire?.state() ?? connecting,
    () => connecting,
  );
}

function collect(pass: (changed: string[]) => void): { add(changed: string[]): void; stop(): void } {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function flush() {
    timer = undefined;
    if (waiting.size === 0) return;
    timer = setTimeout(flush, atMostEveryMs);
    const changed = [...waiting];
    waiting.clear();
    pass(changed);
  }
  return {
    add(changed) {
      for (const topic of changed) waiting.add(topic);
      if (!timer) flush();
    },
    stop: () => clearTimeout(timer),
  };
}
