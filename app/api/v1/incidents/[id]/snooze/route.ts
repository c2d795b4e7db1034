import { incidentRoute } from "#lib/api/incident-route";
import { snoozeChoice } from "#lib/api/schemas/incidents";
import { snooze } from "#lib/incidents/snooze";

const minuteMs = 60_000;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(
  snoozeChoice,
  (id, { until, minutes = 0 }, by) =>
    snooze(id, until === undefined ? new Date(by.now.getTime() + minutes * minuteMs) : new Date(until), by),
);
