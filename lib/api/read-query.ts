import { z } from "zod";
import { Refusal } from "#lib/refusal";

/** The parameters behind the question mark, as `schema` reads them. A parameter may be given once; an empty one counts as left out. */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  for (const [at, [name, value]] of given.entries()) {
    if (given.findIndex(([other]) => other === name) !== at) throw wrong(name, "This parameter may be given once.");
    if (`${name}${value}`.includes("\0")) throw wrong(name, "A parameter cannot hold NUL characters.");
  }
  return schema.parse(Object.fromEntries(given));
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
