import type { By } from "#lib/change/change";
import { acknowledgement } from "#lib/incidents/acknowledge";
import { type Chosen, changeMany, type ManyVerdict } from "#lib/incidents/change-many";

/** Takes many incidents at once. Resolved ones stay as they are. */
export async function acknowledgeMany(chosen: Chosen, by: By): Promise<ManyVerdict> {
  return changeMany(chosen, acknowledgement(by), by);
}
