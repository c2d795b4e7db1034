import type { Row } from "#components/live-list/steady-rows";

/** Where a cursor was put: on this row, which stood there, before these. */
export type Place = { id: string; index: number; followers: readonly string[] };

const mostFollowers = 50;

/** The place of the row at `index`. */
export function placeAt(index: number, rows: readonly Row[]): Place | undefined {
  const row = rows[index];
  const followers = rows.slice(index + 1, index + 1 + mostFollowers).map(({ id }) => id);
  return row && { id: row.id, index, followers };
}

/**
 * The index of the cursor now, or -1. It stays on its row, unless that has left the list or sunk below those that
 * followed it: then the next of them has the cursor, as whoever works down the list would.
 */
export function cursorAt(place: Place | undefined, rows: readonly Row[]): number {
  if (!place || rows.length === 0) return -1;
  const indexes = new Map(rows.map(({ id }, at) => [id, at]));
  const at = indexes.get(place.id);
  const [next] = place.followers.flatMap((id) => indexes.get(id) ?? []);
  if (at !== undefined && (next === undefined || at < next)) return at;
  return next ?? Math.min(place.index, rows.length - 1);
}
