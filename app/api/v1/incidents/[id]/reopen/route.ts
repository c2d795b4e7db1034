import { incidentRoute } from "#lib/api/incident-route";
import { nothing } from "#lib/api/schemas/text";
import { reopen } from "#lib/incidents/reopen";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => reopen(id, by));
