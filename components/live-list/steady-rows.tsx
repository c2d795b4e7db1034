export type Row = { id: string };

/** What is drawn while somebody works in the list. */
export type Steady<R extends Row> = {
  rows: R[];
  /** Rows that no longer belong here, but are left in their place. */
  gone: ReadonlySet<string>;
  /** How many belong above the last row and are not drawn yet. */
  waiting: number;
};

/** What was read of a list: its rows in their order, and whether there are more below. */
export type Read<R extends Row> = {
  rows: R[];
  hasMore: boolean;
  /** Whether a row that was not read again may still belong here, further down. */
  mayBelong?: (row: R) => boolean;
};

/** The newest rows as they are. */
export function atRest<R extends Row>(latest: R[]): Steady<R> {
  return { rows: latest, gone: new Set(), waiting: 0 };
}

/**
 * The rows as they are drawn, brought up to date in place: nothing moves under a finger that is about to press.
 * What comes below the last one drawn (a further page) is added.
 */
export function heldStill<R extends Row>(drawn: R[], latest: Read<R>): Steady<R> {
  if (drawn.length === 0) return atRest(latest.rows);
  const fresh = new Map(latest.rows.map((row, at) => [row.id, { row, at }]));
  const lastKept = drawn.findLastIndex((row) => fresh.has(row.id));
  const end = fresh.get(drawn[lastKept]?.id ?? "")?.at ?? latest.rows.length;
  const isDrawn = new Set(drawn.map((row) => row.id));
  const others = (rows: R[]) => rows.filter((row) => !isDrawn.has(row.id));
  // New rows push the last ones off the pages that were read.
  const isFurtherDown = (row: R, at: number) => latest.hasMore && (at > lastKept || latest.mayBelong?.(row) === true);
  return {
    rows: [...drawn.map((row) => fresh.get(row.id)?.row ?? row), ...others(latest.rows.slice(end))],
    gone: new Set(drawn.filter((row, at) => !fresh.has(row.id) && !isFurtherDown(row, at)).map((row) => row.id)),
    waiting: others(latest.rows.slice(0, end)).length,
  };
}
