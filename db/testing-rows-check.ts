import pg from "pg";
import { z } from "zod";

const { builtins } = pg.types;

/** A value of each type of Postgres as the client gives it; texts and JSON have no one shape. */
const samples = new Map<number, unknown>([
  [builtins.BOOL, true],
  [builtins.INT2, 1],
  [builtins.INT4, 1],
  [builtins.INT8, "1"],
  [builtins.FLOAT8, 1.5],
  [builtins.NUMERIC, "1.5"],
  [builtins.UUID, "01890a5d-ac96-774b-bcce-b302099a8057"],
  [builtins.TIMESTAMPTZ, new Date(0)],
  [builtins.BYTEA, Buffer.of(1)],
]);

/**
 * Holds the row type of a statement against what the database gave: the names of its columns, their types (also where
 * there are no rows), and every row. Throws with the statement when they differ.
 */
export function checkRows(row: z.ZodObject, { fields, rows }: pg.QueryResult, text: string): void {
  const promised = Object.keys(row.shape).toSorted();
  const given = fields.map(({ name }) => name).toSorted();
  if (promised.join() !== given.join()) throw wrong(text, `has the columns ${given} and not ${promised}`);
  for (const { name, dataTypeID } of fields) {
    const sample = samples.get(dataTypeID);
    if (sample !== undefined && !row.shape[name].safeParse(sample).success)
      throw wrong(text, `has ${name} of type ${dataTypeID}, such as ${JSON.stringify(sample)}`);
  }
  const parsed = z.array(row).safeParse(rows);
  if (!parsed.success) throw wrong(text, z.prettifyError(parsed.error));
}

const wrong = (text: string, problem: string) => new Error(`the result of this statement ${problem}\n${text}`);
