import type { By } from "#lib/change/change";
import { acknowledgement } from "#lib/incidents/acknowledge";
import { changeMany, type ManyVerdict } from "#lib/incidents/change-many";

/** Takes up to 500 incidents at once. Resolved ones stay as they are. */
export async function acknowledgeMany(ids: string[], by: By): Promise<ManyVerdict> {
  return changeMany(ids, acknowledgement(by), by);
}
