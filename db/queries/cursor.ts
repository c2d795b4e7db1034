/** A page of a list; `nextCursor` is null on the last one. */
export type Page<Row> = { data: Row[]; nextCursor: string | null };

/** Makes a page of the rows that were asked for with a limit one higher than `limit`. */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string | number): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}

/** A cursor that the list it is given to did not make. */
export class ForeignCursor extends Error {}

/** The key a cursor stands for. Opaque to callers, so that what lists are ordered by can change. Throws ForeignCursor. */
export function decodeCursor(cursor: string, pattern: RegExp): string {
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  if (pattern.test(key)) return key;
  throw new ForeignCursor("The cursor is not one that this list gave. Start again without it.");
}

const encodeCursor = (key: string | number) => Buffer.from(String(key)).toString("base64url");
