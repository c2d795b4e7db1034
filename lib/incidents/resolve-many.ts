import type { By } from "#lib/change/change";
import { type Chosen, changeMany, type ManyVerdict } from "#lib/incidents/change-many";
import { resolution } from "#lib/incidents/resolve";

/** Closes many incidents at once. */
export async function resolveMany(chosen: Chosen, by: By): Promise<ManyVerdict> {
  return changeMany(chosen, resolution(by.now), by);
}
