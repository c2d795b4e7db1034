"use client";

import { useSyncExternalStore } from "react";
import { type BulkPress, readBulkPresses, watchBulkPresses } from "#lib/browser/bulk-presses";
import { readPresses, watchPresses } from "#lib/browser/press-store";
import type { Press } from "#lib/browser/presses";

const none: readonly never[] = [];

/** The presses of this window that are being sent or are in trouble. */
export function usePresses(): readonly Press[] {
  return useSyncExternalStore(watchPresses, readPresses, () => none);
}

/** The same of presses on all that fit. */
export function useBulkPresses(): readonly BulkPress[] {
  return useSyncExternalStore(watchBulkPresses, readBulkPresses, () => none);
}
