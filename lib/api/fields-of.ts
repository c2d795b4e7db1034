import type { z } from "zod";

const mostFields = 50;

/** What is wrong with each field of a request, by its dotted path; the request as a whole is "". */
export function fieldsOf(error: z.ZodError): Record<string, string> {
  const problems = error.issues.flatMap(problemsOf).slice(0, mostFields);
  // The first problem of a field says the most.
  return Object.fromEntries(problems.reverse());
}

function problemsOf(issue: z.core.$ZodIssue): [string, string][] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => [
      [...path, key].join("."),
      "This field is unknown here. Check its spelling, or leave it out.",
    ]);
  return [[path.join("."), issue.message]];
}
