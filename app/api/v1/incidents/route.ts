import type { Actor } from "#db/vocabulary";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { incidentQuery } from "#lib/api/schemas/incident-query";
import { listFor } from "#lib/incidents/list-for";
import { Refusal } from "#lib/refusal";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ request, actor, role }) => {
    const { cursor, limit, assigneeId, ...filter } = readQuery(request, incidentQuery);
    return listFor(
      role,
      { ...filter, assigneeId: assigneeId === "me" ? personOf(actor) : assigneeId },
      { cursor, limit },
    );
  }),
});

function personOf(actor: Actor): string {
  if (actor.kind === "person" && actor.id) return actor.id;
  throw new Refusal("invalid", "An API key is nobody, so it has no incidents. Give the id of a person.", {
    fields: { assigneeId: "Give the id of a person." },
  });
}
