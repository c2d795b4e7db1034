import { chapter, listOf } from "#lib/api/openapi/operation";
import { deliveryQuery } from "#lib/api/schemas/lists";
import {
  checkAnswer,
  configToTest,
  countAnswer,
  deliveryAnswer,
  deliveryDetailAnswer,
  destinationAnswer,
  destinationChanges,
  newDestination,
  replayChoice,
  testAnswer,
} from "#lib/destinations/schema";
import { nothing } from "#lib/schemas/text";

const example = {
  type: "webhook",
  name: "Status page",
  config: { url: "https://status.example.com/hooks/tocsin" },
  events: ["incident.triggered", "incident.resolved"],
};

export const destinationPaths = chapter("Destinations", {
  "/api/v1/destinations": {
    get: { id: "listDestinations", summary: "List destinations", role: "responder", answer: listOf(destinationAnswer) },
    post: {
      id: "createDestination",
      summary: "Add a destination",
      role: "admin",
      body: newDestination,
      example,
      answer: destinationAnswer,
      status: 201,
    },
  },
  "/api/v1/destinations/{id}": {
    get: {
      id: "getDestination",
      summary: "Read a destination with its health",
      role: "responder",
      answer: destinationAnswer,
    },
    patch: {
      id: "updateDestination",
      summary: "Change a destination",
      role: "admin",
      body: destinationChanges,
      example: { events: ["incident.triggered"] },
      answer: destinationAnswer,
    },
    delete: {
      id: "deleteDestination",
      summary: "Delete a destination",
      description: "What waits for it is discarded.",
      role: "admin",
    },
  },
  "/api/v1/destinations/{id}/enable": {
    post: {
      id: "enableDestination",
      summary: "Send again what happens from now on",
      role: "admin",
      body: nothing,
      answer: destinationAnswer,
    },
  },
  "/api/v1/destinations/{id}/disable": {
    post: {
      id: "disableDestination",
      summary: "Stop sending and discard what waits",
      role: "admin",
      body: nothing,
      answer: destinationAnswer,
    },
  },
  "/api/v1/destinations/test": {
    post: {
      id: "testConfig",
      summary: "Send a test message by a config that is not saved",
      description: "Answers 200 also when it was not delivered; `delivered` and `error` say so.",
      role: "admin",
      body: configToTest,
      example: { type: example.type, config: example.config },
      answer: testAnswer,
    },
  },
  "/api/v1/destinations/{id}/test": {
    post: {
      id: "testDestination",
      summary: "Send a test message",
      description:
        "One try, also when the destination is disabled; it shows in the log. Answers 200 also when it was not delivered.",
      role: "admin",
      body: nothing,
      answer: testAnswer,
    },
  },
  "/api/v1/destinations/check": {
    post: {
      id: "checkConfig",
      summary: "Check credentials that are not saved",
      description:
        "Asks the other end whether it accepts them; nobody there sees anything. Answers 200 also when it does not; `passed` and `summary` say so. 409 where the channel has no such request.",
      role: "admin",
      body: configToTest,
      example: { type: "opsgenie", config: { endpoint: "eu", apiKey: "eb243592-faa2-4ba2-a551-1afdf565c889" } },
      answer: checkAnswer,
      refusals: [409],
    },
  },
  "/api/v1/destinations/{id}/check": {
    post: {
      id: "checkDestination",
      summary: "Check credentials",
      description:
        "The same with what is saved. When it passes, messages that were held because the credentials were refused are sent.",
      role: "admin",
      body: nothing,
      answer: checkAnswer,
      refusals: [409],
    },
  },
  "/api/v1/destinations/{id}/deliveries": {
    get: {
      id: "listDeliveries",
      summary: "List the deliveries of a destination, newest first",
      role: "responder",
      query: deliveryQuery,
      answer: listOf(deliveryAnswer),
      refusals: [400],
    },
  },
  "/api/v1/destinations/{id}/replay-failed": {
    get: {
      id: "countFailed",
      summary: "Count what a replay would send again",
      role: "responder",
      query: replayChoice,
      answer: countAnswer,
    },
    post: {
      id: "replayFailed",
      summary: "Send again what failed or was discarded",
      description: "Only what has not been delivered since, in the order in which it happened.",
      role: "responder",
      body: replayChoice,
      example: { since: "2026-11-21T08:00:00Z" },
      answer: countAnswer,
      refusals: [409],
    },
  },
  "/api/v1/deliveries/{id}": {
    get: {
      id: "getDelivery",
      summary: "Read a delivery with every attempt",
      role: "responder",
      answer: deliveryDetailAnswer,
    },
  },
  "/api/v1/deliveries/{id}/replay": {
    post: {
      id: "replayDelivery",
      summary: "Send a delivery again",
      description: "A delivery of its own with the same message id; the answer is the new one.",
      role: "responder",
      body: nothing,
      answer: deliveryDetailAnswer,
      refusals: [409],
    },
  },
  "/api/v1/deliveries/{id}/try-now": {
    post: {
      id: "tryDeliveryNow",
      summary: "Make a waiting delivery due at once",
      role: "responder",
      body: nothing,
      answer: deliveryDetailAnswer,
    },
  },
});
