import { Refusal } from "#lib/refusal";

/** The refusal for an id or number that names no incident. */
export function noSuchIncident(): Refusal {
  return new Refusal("not_found", "There is no incident with this id or number. It may have been mistyped.");
}
