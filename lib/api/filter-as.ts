import type { z } from "zod";
import type { IncidentFilter } from "#db/queries/incident-filters";
import type { Actor } from "#db/vocabulary";
import type { incidentFilter } from "#lib/api/schemas/incident-query";
import type { Chosen } from "#lib/incidents/change-many";
import { Refusal } from "#lib/refusal";

type Asked = z.output<typeof incidentFilter>;

/** The filter as this caller means it: "me" is the person who asks. An API key is nobody, which is refused. */
export function filterAs(actor: Actor, filter: Asked): IncidentFilter {
  return { ...filter, assigneeId: filter.assigneeId?.map((each) => (each === "me" ? personOf(actor) : each)) };
}

/** The incidents that a call names, by their ids or by a filter. */
export function chosenBy(
  actor: Actor,
  { ids, filter }: { ids?: string[] | undefined; filter?: Asked | undefined },
): Chosen {
  return filter ? { filter: filterAs(actor, filter) } : { ids: ids ?? [] };
}

function personOf(actor: Actor): string {
  if (actor.kind === "person" && actor.id) return actor.id;
  throw new Refusal("invalid", "An API key is nobody, so it has no incidents. Give the id of a person.", {
    fields: { assigneeId: "Give the id of a person." },
  });
}
