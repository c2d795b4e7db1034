import { incidentRoute } from "#lib/api/incident-route";
import { nothing } from "#lib/api/schemas/text";
import { acknowledge } from "#lib/incidents/acknowledge";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => acknowledge(id, by));
