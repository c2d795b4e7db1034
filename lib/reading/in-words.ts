import type { z } from "zod";

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** What is wrong with a value, for people who wrote the payload and not the schema. Given to zod as `error`. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== "invalid_type") return undefined;
  const expected = kinds[String(issue.expected)] ?? String(issue.expected);
  return issue.input === undefined ? `is missing; it should be ${expected}` : `should be ${expected}`;
};
