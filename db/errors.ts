import pg from "pg";

/**
 * Classes and codes of Postgres for what another moment may cure: connection (08), resources such as a full disk (53), I/O
 * (58030), shutdown (57P), a statement or lock that took too long (57014, 55P03), a read-only server (25006), and clashes
 * (40001, 40P01). The others are Node's.
 */
const outageCode =
  /^(08|53|58030|57P|57014|55P03|25006|40001|40P01|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET)/;

/** What pg says without a code, when a connection ends or an answer does not come. */
const outageWords =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Is the database away, full or too slow for the moment, so that the same thing may succeed later? */
export function isOutage(error: unknown): boolean {
  const cause = causeOf(error);
  return outageCode.test(sqlCodeOf(cause)) || (cause instanceof Error && outageWords.test(cause.message));
}

/** Did Postgres end a transaction or statement because it clashed with another? Nothing of it was stored. */
export function isClash(error: unknown): boolean {
  const code = sqlCodeOf(error);
  return code === "40P01" || code === "40001";
}

/** The code that Postgres or Node gave an error; empty when it has none. */
export function sqlCodeOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** The constraint that refused a row, if one did. */
export function constraintOf(error: unknown): string | undefined {
  const cause = causeOf(error);
  return cause instanceof pg.DatabaseError ? cause.constraint : undefined;
}

/** Drizzle wraps what the database said; a host with several addresses fails with one error for each. */
function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  return error instanceof Error && !("code" in error) && error.cause instanceof Error ? causeOf(error.cause) : error;
}
