import { incidentRoute } from "#lib/api/incident-route";
import { resolve } from "#lib/incidents/resolve";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(nothing, (id, _, by) => resolve(id, by));
