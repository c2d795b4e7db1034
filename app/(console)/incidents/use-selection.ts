"use client";

import { useState } from "react";
import type { Fitting } from "#lib/browser/bulk-presses";
import type { Incident } from "#lib/browser/incident";

export type Selection = ReturnType<typeof useSelection>;

/** Which rows are selected, by id, or all that fit `list`; those that left the list count no more. */
export function useSelection(list: string, rows: Incident[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string>();
  const [everything, setEverything] = useState<{ list: string; fitting: Fitting }>();
  const selected = rows.filter((row) => ids.has(row.id));

  function choose(next: ReadonlySet<string>) {
    setIds(next);
    setEverything(undefined);
  }
  function set(id: string, on: boolean, range: boolean) {
    const next = new Set(ids);
    for (const each of range ? between(rows, last ?? id, id) : [id]) {
      if (on) next.add(each);
      else next.delete(each);
    }
    choose(next);
    setLast(id);
  }

  return {
    selected,
    /** All that fit, beyond the rows that are shown. */
    fitting: selected.length > 0 && everything?.list === list ? everything.fitting : undefined,
    has: (id: string) => ids.has(id),
    set,
    all: () => choose(new Set(rows.map((row) => row.id))),
    allThatFit: (fitting: Fitting) => setEverything({ list, fitting }),
    clear: () => choose(new Set()),
  };
}

function between(rows: Incident[], one: string, other: string): string[] {
  const ends = [one, other].map((id) => rows.findIndex((row) => row.id === id)).sort((a, b) => a - b);
  const [from = 0, to = 0] = ends;
  return rows.slice(from < 0 ? to : from, to + 1).map((row) => row.id);
}
