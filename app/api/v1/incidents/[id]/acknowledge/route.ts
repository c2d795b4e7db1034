import { incidentRoute } from "#lib/api/incident-route";
import { acknowledge } from "#lib/incidents/acknowledge";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => acknowledge(id, by));
