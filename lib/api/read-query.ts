import { z } from "zod";
import { Refusal } from "#lib/refusal";

/**
 * The parameters behind the question mark, as `schema` reads them. A parameter may be given once, unless it is made by
 * `several`; an empty one counts as left out.
 */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const all = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  const given = Map.groupBy(all, ([name]) => name);
  for (const [name, pairs] of given) {
    if (pairs.length > 1 && !mayRepeat(schema, name)) throw wrong(name, "This parameter may be given once.");
    if (pairs.some((pair) => pair.join("").includes("\0")))
      throw wrong(name, "A parameter cannot hold NUL characters.");
  }
  const values = [...given].map(([name, pairs]) => [
    name,
    pairs.length > 1 ? pairs.map(([, value]) => value) : pairs[0]?.[1],
  ]);
  const read = schema.safeParse(Object.fromEntries(values));
  if (read.success) return read.data;
  // What is wrong with one of several values is wrong with the parameter.
  throw new z.ZodError(read.error.issues.map((issue) => ({ ...issue, path: issue.path.slice(0, 1) })));
}

const repeatable = new WeakSet<z.ZodType>();
const mostValues = 50;

/** A parameter with several values, repeated or, unless they may hold commas themselves, parted by commas. In JSON, a list or one value. */
export function several<Value extends z.ZodType>(value: Value, description: string, { commas = true } = {}) {
  const list = (given: unknown) => {
    const all = Array.isArray(given) ? given : [given];
    return commas ? all.flatMap((each) => (typeof each === "string" ? each.split(",") : [each])) : all;
  };
  const schema = z
    .preprocess(
      (given) => (given === undefined ? undefined : list(given)),
      z.array(value).max(mostValues, `At most ${mostValues} values.`).optional(),
    )
    .meta({ description });
  repeatable.add(schema);
  return schema;
}

function mayRepeat(schema: z.ZodType, name: string): boolean {
  const field = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
  return field instanceof z.ZodType && repeatable.has(field);
}

function wrong(name: string, problem: string): Refusal {
  return new Refusal("invalid", `${name}: ${problem}`, { fields: { [name]: problem } });
}

const cursor = z.string().max(500).optional().meta({ description: "The nextCursor of the page before." });

/** The paging parameters of a list that gives `most` at once at most. */
export function paging(most: number, usual: number) {
  const limit = z.coerce
    .number("A whole number.")
    .int("A whole number.")
    .min(1, "At least 1.")
    .max(most, `At most ${most}.`)
    .default(usual)
    .meta({ description: `How many at once; ${usual} unless said otherwise, at most ${most}.` });
  return { cursor, limit };
}

/** A switch in a query string. */
export const onOff = z
  .enum(["true", "false", "1", "0"], "Say true or false.")
  .default("false")
  .transform((said) => said === "true" || said === "1");
