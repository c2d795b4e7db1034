import { hash } from "node:crypto";
import type pg from "pg";
import type { z } from "zod";

/** A piece of a statement with its values, made by `part`; pieces may stand in pieces. */
export class Part {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }
}

/** A piece of SQL to be put into a statement. Values become parameters. */
export const part = (strings: TemplateStringsArray, ...values: unknown[]): Part => new Part(strings, values);

type Statement<Row> = (strings: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>;

/**
 * A tag that runs hand-written SQL and resolves to its rows. Values become parameters: a Date a moment, an array an array,
 * any other object JSON. Rejects with the error of Postgres, or when the answer does not come in time.
 */
export type Sql = Statement<Record<string, unknown>> & {
  /** The same with typed rows. `row` is a promise, held against the database in tests: rows are not parsed otherwise. */
  of<Row extends z.ZodObject>(row: Row): Statement<z.output<Row>>;
  /** Runs a text with `$1`, `$2` … in it, which is planned once on each connection. */
  text<Row extends z.ZodObject>(row: Row, text: string, values: unknown[]): Promise<z.output<Row>[]>;
};

type Runner = Pick<pg.Pool | pg.PoolClient, "query">;

/** The tag on a pool, or on the connection of a transaction. */
export function sqlOn(runner: Runner): Sql {
  const tag = (row?: z.ZodObject): Statement<never> => {
    return (strings, ...values) => {
      const { text, parameters } = flatten(new Part(strings, values));
      const isConstant = values.every((value) => !(value instanceof Part) || isText(value));
      return run(runner, { text, values: parameters, ...(isConstant && { name: nameOf(text) }) }, row);
    };
  };
  const withText = (row: z.ZodObject, text: string, values: unknown[]) =>
    run(runner, { name: nameOf(text), text, values }, row);
  return Object.assign(tag(), { of: tag, text: withText });
}

type RowCheck = (row: z.ZodObject, result: pg.QueryResult, text: string) => void;
let check: RowCheck | undefined;

/** Lets tests see each result that promises typed rows. */
export function holdRows(rowCheck: RowCheck): void {
  check = rowCheck;
}

async function run(runner: Runner, query: pg.QueryConfig, row?: z.ZodObject): Promise<never[]> {
  const result = await runner.query<never>(query);
  if (row) check?.(row, result, query.text);
  return result.rows;
}

function flatten({ strings, values }: Part, parameters: unknown[] = []): { text: string; parameters: unknown[] } {
  let text = strings[0] ?? "";
  for (const [at, value] of values.entries()) {
    if (value instanceof Part) text += flatten(value, parameters).text;
    else text += `$${parameters.push(value)}`;
    text += strings[at + 1] ?? "";
  }
  return { text, parameters };
}

/** Does it hold text alone? Then it makes no new statement each time, as one with a value or a condition may. */
const isText = (inner: Part): boolean => inner.values.every((value) => value instanceof Part && isText(value));

const names = new Map<string, string>();

/** Statements whose text is always the same are prepared under a name: parsed and, where it pays, planned once a connection. */
function nameOf(text: string): string {
  const name = names.get(text) ?? hash("sha1", text, "base64url");
  names.set(text, name);
  return name;
}
