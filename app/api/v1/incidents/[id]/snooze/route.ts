import { incidentRoute } from "#lib/api/incident-route";
import { snoozeChoice } from "#lib/api/schemas/incidents";
import { momentOf, snooze } from "#lib/incidents/snooze";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(snoozeChoice, (id, choice, by) =>
  snooze(id, momentOf(choice, by.now), by),
);
