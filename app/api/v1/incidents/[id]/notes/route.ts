import { incidentRoute } from "#lib/api/incident-route";
import { newNote } from "#lib/api/schemas/incidents";
import { addNote } from "#lib/incidents/add-note";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = incidentRoute(newNote, (id, { text }, by) =>
  addNote(id, text, by),
);
