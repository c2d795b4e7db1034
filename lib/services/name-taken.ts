import { DrizzleQueryError } from "drizzle-orm";
import postgres from "postgres";
import { Refusal } from "#lib/refusal";

/** The refusal for a service name that another service has. */
export function nameTaken(name: string): Refusal {
  const problem = `Another service is already called "${name}". Choose another name.`;
  return new Refusal("conflict", problem, { fields: { name: problem } });
}

/** Did a statement fail because the name is taken? */
export function isNameTaken(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.constraint_name === "services_name";
}
