import { constraintOf } from "#db/errors";
import { Refusal } from "#lib/refusal";

/** The refusal for a service name that another service has. */
export function nameTaken(name: string): Refusal {
  const problem = `Another service is already called "${name}". Choose another name.`;
  return new Refusal("conflict", problem, { fields: { name: problem } });
}

/** Did a statement fail because the name is taken? */
export function isNameTaken(error: unknown): boolean {
  return constraintOf(error) === "services_name";
}
