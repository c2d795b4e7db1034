/** Connection errors of postgres.js and of Node have names; Postgres' own are 08 (connection), 57P (going down), 53300 (full). */
const outageCode = /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P|53300)/;

/** Is the database away for the moment, so that the same thing may succeed later? */
export function isOutage(error: unknown): boolean {
  return outageCode.test(sqlCodeOf(error));
}

/** The code that Postgres, postgres.js or Node gave an error; empty when it has none. */
export function sqlCodeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
