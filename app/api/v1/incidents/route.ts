import { filterAs } from "#lib/api/filter-as";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { incidentQuery } from "#lib/api/schemas/incident-query";
import { listFor } from "#lib/incidents/list-for";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ request, actor, role }) => {
    const { cursor, limit, sort, ...filter } = readQuery(request, incidentQuery);
    return listFor(role, filterAs(actor, filter), { cursor, limit, sort });
  }),
});
