import { chapter, type Described, listOf } from "#lib/api/openapi/operation";
import { chosenIncidents, manyAssigned, manySnoozed } from "#lib/api/schemas/chosen-incidents";
import { incidentFilter, incidentQuery } from "#lib/api/schemas/incident-query";
import {
  alertAnswer,
  assignment,
  incidentAnswer,
  incidentCount,
  incidentCounts,
  incidentDetailAnswer,
  manyVerdictAnswer,
  newNote,
  snoozeChoice,
  verdictAnswer,
} from "#lib/api/schemas/incidents";
import { alertQuery } from "#lib/api/schemas/lists";
import { nothing } from "#lib/schemas/text";

const verb = { role: "responder", answer: verdictAnswer, refusals: [409] } satisfies Partial<Described>;
const manyVerb = {
  role: "responder",
  description: "By ids, up to 500, all or none; or all that fit a filter, up to 5,000, in steps of 500.",
  body: chosenIncidents,
  example: { filter: { status: "open", severity: ["info", "warning"] } },
  answer: manyVerdictAnswer,
} satisfies Partial<Described>;

export const incidentPaths = chapter("Incidents", {
  "/api/v1/incidents": {
    get: {
      id: "listIncidents",
      summary: "List incidents, newest first unless sorted otherwise",
      role: "observer",
      query: incidentQuery,
      answer: listOf(incidentAnswer),
      refusals: [400],
    },
  },
  "/api/v1/incidents/counts": {
    get: {
      id: "countIncidents",
      summary: "Count open, my and snoozed incidents",
      description: "Each count stops at 1000.",
      role: "observer",
      answer: incidentCounts,
    },
  },
  "/api/v1/incidents/count": {
    get: {
      id: "countIncidentsThat",
      summary: "Count the incidents that fit a filter",
      role: "observer",
      query: incidentFilter,
      answer: incidentCount,
      refusals: [400],
    },
  },
  "/api/v1/incidents/acknowledge": {
    post: { id: "acknowledgeIncidents", summary: "Acknowledge many incidents", ...manyVerb },
  },
  "/api/v1/incidents/resolve": {
    post: { id: "resolveIncidents", summary: "Resolve many incidents", ...manyVerb },
  },
  "/api/v1/incidents/snooze": {
    post: {
      ...manyVerb,
      id: "snoozeIncidents",
      summary: "Snooze many incidents",
      body: manySnoozed,
      example: { ...manyVerb.example, minutes: 30 },
    },
  },
  "/api/v1/incidents/assign": {
    post: {
      ...manyVerb,
      id: "assignIncidents",
      summary: "Assign many incidents",
      body: manyAssigned,
      example: { ...manyVerb.example, personIds: [] },
    },
  },
  "/api/v1/incidents/{id}": {
    get: {
      id: "getIncident",
      summary: "Read an incident with its timeline and alerts",
      role: "observer",
      answer: incidentDetailAnswer,
    },
  },
  "/api/v1/incidents/{id}/alerts": {
    get: {
      id: "listAlerts",
      summary: "List the alerts of an incident, newest first",
      role: "observer",
      query: alertQuery,
      answer: listOf(alertAnswer),
      refusals: [400],
    },
  },
  "/api/v1/incidents/{id}/acknowledge": {
    post: {
      id: "acknowledgeIncident",
      summary: "Acknowledge an incident",
      description: "Also ends a snooze. Doing it twice changes nothing.",
      body: nothing,
      ...verb,
    },
  },
  "/api/v1/incidents/{id}/resolve": {
    post: { id: "resolveIncident", summary: "Resolve an incident", body: nothing, ...verb },
  },
  "/api/v1/incidents/{id}/reopen": {
    post: {
      id: "reopenIncident",
      summary: "Reopen a resolved incident",
      description: "Refused with 409 when the same trouble is open as another incident.",
      body: nothing,
      ...verb,
    },
  },
  "/api/v1/incidents/{id}/snooze": {
    post: {
      id: "snoozeIncident",
      summary: "Snooze an incident",
      body: snoozeChoice,
      example: { minutes: 30 },
      ...verb,
    },
  },
  "/api/v1/incidents/{id}/assign": {
    post: {
      id: "assignIncident",
      summary: "Give an incident to people",
      body: assignment,
      example: { personIds: [] },
      ...verb,
    },
  },
  "/api/v1/incidents/{id}/notes": {
    post: {
      id: "addNote",
      summary: "Write a note",
      body: newNote,
      example: { text: "Restarted the database." },
      ...verb,
    },
  },
});
