import { listAlerts } from "#db/queries/alerts";
import { incidentBy } from "#db/queries/incidents";
import { timelineOf } from "#db/queries/timeline";
import { noSuchIncident } from "#lib/api/no-such-incident";
import { apiRoute, methods } from "#lib/api/route";
import { addressHider } from "#lib/redact/hide-addresses";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("observer", async ({ params, role }) => {
    const incident = await incidentBy(params.id);
    if (!incident) throw noSuchIncident();
    const [timeline, alerts, hideAddresses] = await Promise.all([
      timelineOf(incident.id),
      listAlerts(incident.id),
      addressHider(role, [incident.id]),
    ]);
    return hideAddresses({ ...incident, timeline, alerts: alerts.data, alertsNextCursor: alerts.nextCursor });
  }),
});
