"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

/** Something that can be done on the page that is open, for the command palette. */
export type PageVerb = { label: string; key?: string; does: () => void };

const none: readonly PageVerb[] = [];
let offered: readonly PageVerb[] = none;
const watchers = new Set<() => void>();

/** Offers what can be done on this page to the command palette, for as long as it is open. */
export function useOfferVerbs(verbs: readonly PageVerb[]): void {
  const carryOut = useEffectEvent((label: string) => verbs.find((verb) => verb.label === label)?.does());
  const text = JSON.stringify(verbs.map(({ label, key }) => [label, key]));
  const offer = useEffectEvent(() => {
    const own = verbs.map(({ label, key }) => ({ label, ...(key && { key }), does: () => carryOut(label) }));
    tell(own);
    return () => offered === own && tell(none);
  });
  useEffect(() => {
    // Only other words are another offer; what a verb does is looked up when it is chosen.
    void text;
    const withdraw = offer();
    return () => void withdraw();
  }, [text]);
}

/** What can be done on the page that is open. */
export function useOfferedVerbs(): readonly PageVerb[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => offered,
    () => none,
  );
}

function tell(next: readonly PageVerb[]): void {
  offered = next;
  for (const watcher of [...watchers]) watcher();
}
