import { incidentRoute } from "#lib/api/incident-route";
import { reopen } from "#lib/incidents/reopen";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => reopen(id, by));
