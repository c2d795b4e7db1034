/** Did the database refuse it because the dedup key has another open incident? */
export function isKeyTaken(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return (
    typeof cause === "object" &&
    cause !== null &&
    "constraint_name" in cause &&
    cause.constraint_name === "incidents_open_dedup_key"
  );
}
