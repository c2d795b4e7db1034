import { incidentRoute } from "#lib/api/incident-route";
import { nothing } from "#lib/api/schemas/text";
import { resolve } from "#lib/incidents/resolve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => resolve(id, by));
