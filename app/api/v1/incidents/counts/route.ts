import { countIncidents } from "#db/queries/incidents";
import { apiRoute, methods } from "#lib/api/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ actor }) => countIncidents(actor.kind === "person" ? actor.id : null)),
});
