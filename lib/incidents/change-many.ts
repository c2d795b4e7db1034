import { isUuid } from "#db/id";
import type { By } from "#lib/change/change";
import { changeIncidents, type IncidentChange } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";

/** Which of the incidents changed, and which had been so already or do not exist. */
export type ManyVerdict = { changed: string[]; unchanged: string[] };

const most = 500;

/** Makes `change` in up to 500 incidents, all in one transaction. */
export async function changeMany(ids: string[], change: IncidentChange, by: By): Promise<ManyVerdict> {
  const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
  if (asked.length > most)
    throw new Refusal("invalid", `At most ${most} incidents can be changed at once; ${asked.length} were given.`);
  const changed = await changeIncidents(asked.filter(isUuid), change, by);
  const isChanged = new Set(changed);
  return { changed, unchanged: asked.filter((id) => !isChanged.has(id)) };
}
