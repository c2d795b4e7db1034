import type { ZodError, z } from "zod";
import { isOutage } from "#db/errors";
import { ForeignCursor } from "#db/queries/cursor";

export type RefusalCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "gone"
  | "too_large"
  | "invalid"
  | "rate_limited"
  | "overloaded"
  | "too_many_streams";

const statuses: Record<RefusalCode, number> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  invalid: 422,
  rate_limited: 429,
  overloaded: 503,
  too_many_streams: 503,
};

/** The caller is wrong, or comes too early. The message says what happened and what to do; it is shown as it is. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** What is wrong with each field, by its path. */
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: RefusalCode,
    message: string,
    more: { fields?: Record<string, string>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.fields = more.fields;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }

  get status(): number {
    return statuses[this.code];
  }
}

const retryAfterSeconds = 5;

/** The refusal for what may succeed a little later. */
export const overloaded = (what: string) =>
  new Refusal("overloaded", `${what} Send it again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });

export const databaseAway = () => overloaded("The database is not responding. Your request may not have been stored.");

/** The refusal for an id that names no service. */
export function noSuchService(): Refusal {
  return new Refusal(
    "not_found",
    "There is no service with this id, or it was deleted. List the services to find its id.",
  );
}

/** What a caller is told of an error that is theirs, or will pass; nothing of one that is ours. */
export function refusalFor(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ForeignCursor) return new Refusal("bad_request", error.message);
  return isOutage(error) ? databaseAway() : undefined;
}

/** The refusal of a request that does not fit its schema, with what is wrong by field. */
export function misfit(error: ZodError): Refusal {
  const fields = problemsIn(error);
  const [[path, problem] = ["", "The request does not fit."]] = Object.entries(fields);
  return new Refusal("invalid", path === "" ? problem : `${path}: ${problem}`, { fields });
}

const mostFields = 50;

/** What is wrong with each field of a request, by its dotted path; the request as a whole is "". */
export function problemsIn(error: ZodError): Record<string, string> {
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
