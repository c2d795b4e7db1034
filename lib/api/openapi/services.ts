import { chapter, listOf } from "#lib/api/openapi/operation";
import { serviceQuery, serviceRemoval } from "#lib/api/schemas/lists";
import { newService, serviceAnswer, serviceChanges } from "#lib/services/schema";

export const servicePaths = chapter("Services", {
  "/api/v1/services": {
    get: {
      id: "listServices",
      summary: "List services",
      role: "observer",
      query: serviceQuery,
      answer: listOf(serviceAnswer),
    },
    post: {
      id: "createService",
      summary: "Create a service",
      role: "admin",
      body: newService,
      example: { name: "Payments", description: "Cards and invoices" },
      answer: serviceAnswer,
      status: 201,
      refusals: [409],
    },
  },
  "/api/v1/services/{id}": {
    get: { id: "getService", summary: "Read a service", role: "observer", answer: serviceAnswer },
    patch: {
      id: "updateService",
      summary: "Change a service",
      role: "admin",
      body: serviceChanges,
      example: { urgencies: { info: "low", warning: "low", error: "high" } },
      answer: serviceAnswer,
      refusals: [409],
    },
    delete: {
      id: "deleteService",
      summary: "Delete a service",
      description:
        "Its integrations are deleted with it: their senders get 404. Its history stays. Refused with 409 while incidents are open, unless forced.",
      role: "admin",
      query: serviceRemoval,
      refusals: [409],
    },
  },
});
