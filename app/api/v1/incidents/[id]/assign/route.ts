import { incidentRoute } from "#lib/api/incident-route";
import { assignment } from "#lib/api/schemas/incidents";
import { assign } from "#lib/incidents/assign";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(assignment, assign);
