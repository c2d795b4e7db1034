import type { z } from "zod";
import { inWords } from "#lib/reading/in-words";
import { Refusal } from "#lib/refusal";

/** Reads what a client sent. Refuses it as Opsgenie does, naming each field that is wrong. */
export function readInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const read = schema.safeParse(input, { error: inWords });
  if (read.success) return read.data;
  throw unprocessable(
    Object.fromEntries(read.error.issues.map(({ path, message }) => [path.map(String).join(".") || "body", message])),
  );
}

export const unprocessable = (fields: Record<string, string>): Refusal =>
  new Refusal("invalid", "Request body is not processable. Please check the errors.", { fields });
