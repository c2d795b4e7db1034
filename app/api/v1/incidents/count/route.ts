import { countIncidentsThat } from "#db/queries/incidents";
import { filterAs } from "#lib/api/filter-as";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { incidentFilter } from "#lib/api/schemas/incident-query";
import { mostThatFit } from "#lib/incidents/change-many";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ request, actor, now }) => {
    const { until = now, ...filter } = filterAs(actor, readQuery(request, incidentFilter));
    return { count: await countIncidentsThat({ ...filter, until }, mostThatFit), until };
  }),
});
