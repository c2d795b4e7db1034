"use client";

import { useState } from "react";
import { atRest, heldStill, type Read, type Row, type Steady } from "#components/live-list/steady-rows";

/**
 * The rows of a list that is kept current, held still while somebody works in it. `key` says which list it is; `pages` are
 * what `latest` was made of, and the same as long as nothing was read anew.
 */
export function useSteady<R extends Row>(
  key: string,
  pages: readonly unknown[],
  latest: Read<R>,
  working: boolean,
): Steady<R> & { showLatest: () => void } {
  const [drawn, setDrawn] = useState({ key, pages, working, rows: latest.rows });
  const steady = working && drawn.key === key ? heldStill(drawn.rows, latest) : atRest(latest.rows);
  // What is drawn now is what the next change is measured against; set while drawing, so that no older one is ever seen.
  if (drawn.key !== key || drawn.pages !== pages || drawn.working !== working)
    setDrawn({ key, pages, working, rows: steady.rows });
  return { ...steady, showLatest: () => setDrawn({ key, pages, working, rows: latest.rows }) };
}
