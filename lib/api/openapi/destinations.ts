import { chapter, listOf } from "#lib/api/openapi/operation";
import { destinationAnswer, destinationChanges, newDestination } from "#lib/api/schemas/destinations";
import { nothing } from "#lib/api/schemas/text";

const example = {
  type: "webhook",
  name: "Status page",
  config: { url: "https://status.example.com/hooks/tocsin" },
  events: ["incident.triggered", "incident.resolved"],
};

export const destinationPaths = chapter("Destinations", {
  "/api/v1/destinations": {
    get: { id: "listDestinations", summary: "List destinations", role: "observer", answer: listOf(destinationAnswer) },
    post: { id: "createDestination", summary: "Add a destination", role: "admin", body: newDestination, example, answer: destinationAnswer, status: 201 },
  },
  "/api/v1/destinations/{id}": {
    get: { id: "getDestination", summary: "Read a destination with its health", role: "observer", answer: destinationAnswer },
    patch: {
      id: "updateDestination",
      summary: "Change a destination",
      role: "admin",
      body: destinationChanges,
      example: { events: ["incident.triggered"] },
      answer: destinationAnswer,
    },
    delete: { id: "deleteDestination", summary: "Delete a destination", description: "What waits for it is discarded.", role: "admin" },
  },
  "/api/v1/destinations/{id}/enable": {
    post: { id: "enableDestination", summary: "Send again what happens from now on", role: "admin", body: nothing, answer: destinationAnswer },
  },
  "/api/v1/destinations/{id}/disable": {
    post: { id: "disableDestination", summary: "Stop sending and discard what waits", role: "admin", body: nothing, answer: destinationAnswer },
  },
});
