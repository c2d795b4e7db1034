import type { Press } from "#lib/browser/presses";

let presses: readonly Press[] = [];
const watchers = new Set<() => void>();

/** The presses of this window that are being sent or are in trouble. Only events change them, so on a server there are none. */
export function readPresses(): readonly Press[] {
  return presses;
}

export function changePresses(change: (presses: readonly Press[]) => readonly Press[]): void {
  presses = change(presses);
  for (const watcher of [...watchers]) watcher();
}

/** Calls `watcher` after each change. Returns how to stop. */
export function watchPresses(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
