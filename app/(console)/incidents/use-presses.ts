"use client";

import { useSyncExternalStore } from "react";
import { readPresses, watchPresses } from "#lib/browser/press-store";
import type { Press } from "#lib/browser/presses";

const none: readonly Press[] = [];

/** The presses of this window that are being sent or are in trouble. */
export function usePresses(): readonly Press[] {
  return useSyncExternalStore(watchPresses, readPresses, () => none);
}
