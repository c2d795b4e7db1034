/** A row of a list in falling order of `number`. */
export type Row = { id: string; number: number };

/** What is drawn while somebody works in the list. */
export type Steady<R extends Row> = {
  rows: R[];
  /** Rows that no longer belong here, but are left in their place. */
  gone: ReadonlySet<string>;
  /** How many belong above the first row and are not drawn yet. */
  waiting: number;
};

/** The newest rows as they are. */
export function atRest<R extends Row>(latest: R[]): Steady<R> {
  return { rows: latest, gone: new Set(), waiting: 0 };
}

/**
 * The rows as they are drawn, brought up to date in place: nothing moves under a finger that is about to press.
 * Rows are in falling order of their number; those below the last one drawn (a further page) are added.
 */
export function heldStill<R extends Row>(drawn: R[], latest: R[]): Steady<R> {
  const fresh = new Map(latest.map((row) => [row.id, row]));
  const highest = drawn[0]?.number ?? Number.NEGATIVE_INFINITY;
  const lowest = drawn.at(-1)?.number ?? Number.POSITIVE_INFINITY;
  if (drawn.length === 0) return atRest(latest);
  return {
    rows: [...drawn.map((row) => fresh.get(row.id) ?? row), ...latest.filter((row) => row.number < lowest)],
    gone: new Set(drawn.filter((row) => !fresh.has(row.id)).map((row) => row.id)),
    waiting: latest.filter((row) => row.number > highest).length,
  };
}
