import { chapter, listOf } from "#lib/api/openapi/operation";
import { apiKeyAnswer, channelAnswer, personAnswer, sourceAnswer } from "#lib/api/schemas/catalogues";

export const cataloguePaths = chapter("Catalogues", {
  "/api/v1/sources": {
    get: {
      id: "listSources",
      summary: "List the kinds of senders Tocsin hears",
      role: "observer",
      answer: listOf(sourceAnswer),
    },
  },
  "/api/v1/channels": {
    get: { id: "listChannels", summary: "List the kinds of ways out", role: "observer", answer: listOf(channelAnswer) },
  },
  "/api/v1/people": {
    get: { id: "listPeople", summary: "List people", role: "observer", answer: listOf(personAnswer) },
  },
  "/api/v1/api-keys": {
    get: {
      id: "listApiKeys",
      summary: "List API keys",
      description: "Those that were not revoked, and the one from the environment. Never the keys themselves.",
      role: "admin",
      answer: listOf(apiKeyAnswer),
    },
  },
});
