import type { By } from "#lib/change/change";
import { changeMany, type ManyVerdict } from "#lib/incidents/change-many";
import { resolution } from "#lib/incidents/resolve";

/** Closes up to 500 incidents at once. */
export async function resolveMany(ids: string[], by: By): Promise<ManyVerdict> {
  return changeMany(ids, resolution(by.now), by);
}
