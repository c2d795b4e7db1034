import { chapter, listOf } from "#lib/api/openapi/operation";
import { requestQuery } from "#lib/api/schemas/lists";
import { mappingDraft, mappingPreviewAnswer } from "#lib/api/schemas/mapping";
import {
  integrationAnswer,
  integrationChanges,
  keyRotation,
  newIntegration,
  requestAnswer,
  requestDetailAnswer,
  rotatedAnswer,
  sampleAnswer,
  sampleChoice,
  secretAnswer,
  secretChoice,
} from "#lib/integrations/schema";
import { nothing } from "#lib/schemas/text";

export const integrationPaths = chapter("Integrations", {
  "/api/v1/services/{id}/integrations": {
    get: {
      id: "listIntegrations",
      summary: "List the integrations of a service",
      role: "responder",
      answer: listOf(integrationAnswer),
    },
    post: {
      id: "createIntegration",
      summary: "Add an integration to a service",
      description: "The answer carries the key and the address that the sender posts to.",
      role: "admin",
      body: newIntegration,
      example: { type: "prometheus", name: "Production Alertmanager" },
      answer: integrationAnswer,
      status: 201,
    },
  },
  "/api/v1/integrations/{id}": {
    get: { id: "getIntegration", summary: "Read an integration", role: "responder", answer: integrationAnswer },
    patch: {
      id: "updateIntegration",
      summary: "Change an integration",
      role: "admin",
      body: integrationChanges,
      example: { name: "Staging Alertmanager", rateLimitPerMinute: 600 },
      answer: integrationAnswer,
    },
    delete: {
      id: "deleteIntegration",
      summary: "Delete an integration",
      description: "Its sender gets 404. The incidents it opened stay.",
      role: "admin",
    },
  },
  "/api/v1/integrations/{id}/rotate-key": {
    post: {
      id: "rotateKey",
      summary: "Give an integration a new key",
      description: "The old key works on for overlapHours, so that senders can be changed one after the other.",
      role: "admin",
      body: keyRotation,
      example: { overlapHours: 24 },
      answer: rotatedAnswer,
    },
  },
  "/api/v1/integrations/{id}/signature-secret": {
    post: {
      id: "setSignatureSecret",
      summary: "Set or make the signature secret",
      description:
        "The secret is in this answer and never again. The one before works on for overlapHours. PATCH with signatureSecret null removes both.",
      role: "admin",
      body: secretChoice,
      answer: secretAnswer,
      refusals: [409],
    },
  },
  "/api/v1/integrations/{id}/enable": {
    post: {
      id: "enableIntegration",
      summary: "Let requests in again",
      role: "admin",
      body: nothing,
      answer: integrationAnswer,
    },
  },
  "/api/v1/integrations/{id}/disable": {
    post: {
      id: "disableIntegration",
      summary: "Refuse requests with 403",
      role: "admin",
      body: nothing,
      answer: integrationAnswer,
    },
  },
  "/api/v1/integrations/{id}/send-sample": {
    post: {
      id: "sendSample",
      summary: "Send a sample as the source would",
      description: "It goes the way of every request, opens a real incident, and shows in the log.",
      role: "responder",
      body: sampleChoice,
      example: { sampleIndex: 0 },
      answer: sampleAnswer,
    },
  },
  "/api/v1/integrations/{id}/mapping/preview": {
    post: {
      id: "previewMapping",
      summary: "Try a mapping on a request without saving it",
      description:
        "Reads the last request that came with a body, another one, or an example, with the saved config or a draft. Nothing is stored and nothing opens. A draft that the source does not allow is refused with its fields.",
      role: "responder",
      body: mappingDraft,
      example: { config: { summaryField: "$.alert.title" }, body: { alert: { title: "Queue is stuck" } } },
      answer: mappingPreviewAnswer,
    },
  },
  "/api/v1/integrations/{id}/requests": {
    get: {
      id: "listRequests",
      summary: "List what an integration received, newest first",
      role: "responder",
      query: requestQuery,
      answer: listOf(requestAnswer),
      refusals: [400],
    },
  },
  "/api/v1/integrations/{id}/requests/{requestId}": {
    get: {
      id: "getRequest",
      summary: "Read one request with its headers and body",
      role: "responder",
      answer: requestDetailAnswer,
    },
  },
});
