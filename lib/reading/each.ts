import { z } from "zod";
import { inWords } from "#lib/reading/in-words";

type Each<T> = {
  read: T[];
  /** What is wrong with the others: `path` begins with the place in the list. */
  problems: { path: string; message: string }[];
};

/** A list whose bad elements do not lose the good ones. */
export function each<E extends z.ZodType>(element: E): z.ZodType<Each<z.output<E>>, z.input<E>[]> {
  const list = z.array(z.unknown()).transform((values) => readEach(element, values));
  return acceptingElements<E>(list);
}

function readEach<E extends z.ZodType>(element: E, values: unknown[]): Each<z.output<E>> {
  const all: Each<z.output<E>> = { read: [], problems: [] };
  for (const [at, value] of values.entries()) {
    const parsed = element.safeParse(value, { error: inWords });
    if (parsed.success) all.read.push(parsed.data);
    else
      all.problems.push(
        ...parsed.error.issues.map(({ path, message }) => ({ path: [at, ...path].map(String).join("."), message })),
      );
  }
  return all;
}

// The list takes anything; saying that it takes elements lets the compiler check the samples of a source.
function acceptingElements<E extends z.ZodType>(list: z.ZodType<Each<z.output<E>>, unknown[]>) {
  return list as z.ZodType<Each<z.output<E>>, z.input<E>[]>;
}
