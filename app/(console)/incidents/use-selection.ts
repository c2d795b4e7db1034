"use client";

import { useState } from "react";
import type { Incident } from "#lib/browser/incident";

/** Which rows are selected, by id; those that left the list count no more. */
export function useSelection(rows: Incident[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string>();
  const selected = rows.filter((row) => ids.has(row.id));

  function set(id: string, on: boolean, range: boolean) {
    const next = new Set(ids);
    for (const each of range ? between(rows, last ?? id, id) : [id]) {
      if (on) next.add(each);
      else next.delete(each);
    }
    setIds(next);
    setLast(id);
  }

  return {
    selected,
    has: (id: string) => ids.has(id),
    set,
    all: () => setIds(new Set(rows.map((row) => row.id))),
    clear: () => setIds(new Set()),
  };
}

function between(rows: Incident[], one: string, other: string): string[] {
  const ends = [one, other].map((id) => rows.findIndex((row) => row.id === id)).sort((a, b) => a - b);
  const [from = 0, to = 0] = ends;
  return rows.slice(from < 0 ? to : from, to + 1).map((row) => row.id);
}
