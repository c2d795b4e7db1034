import { listAlerts } from "#db/queries/alerts";
import { incidentBy } from "#db/queries/incidents";
import { noSuchIncident } from "#lib/api/no-such-incident";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { alertQuery } from "#lib/api/schemas/lists";
import { addressHider } from "#lib/redact/hide-addresses";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("observer", async ({ request, params, role }) => {
    const page = readQuery(request, alertQuery);
    const incident = await incidentBy(params.id);
    if (!incident) throw noSuchIncident();
    const hideAddresses = await addressHider(role, [incident.id]);
    return hideAddresses(await listAlerts(incident.id, page));
  }),
});
