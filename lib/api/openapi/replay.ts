import { chapter } from "#lib/api/openapi/operation";
import { replayDraft, replayPreviewAnswer } from "#lib/api/schemas/replay";
import { requestDetailAnswer } from "#lib/integrations/schema";
import { nothing } from "#lib/schemas/text";

const place = "/api/v1/integrations/{id}/requests/{requestId}/replay";

export const replayPaths = chapter("Integrations", {
  [place]: {
    get: {
      id: "previewReplay",
      summary: "Read a kept request again and say what differs and what a replay would do",
      description: "It is read with the settings of today. Nothing is changed.",
      role: "responder",
      answer: replayPreviewAnswer,
    },
    post: {
      id: "replayRequest",
      summary: "Carry out a kept request as it is read today",
      description:
        "It is stored as a request of its own that names the one it replays, under the name of who asks. It counts against no limit and is no repeat.",
      role: "responder",
      body: nothing,
      answer: requestDetailAnswer,
      refusals: [409],
    },
  },
  "/api/v1/integrations/{id}/requests/{requestId}/open": {
    post: {
      id: "openAnyway",
      summary: "Open what its triggers did not, because a resolve had come first",
      description:
        "For the dedup keys under `unopened` of the request; its other events are left alone. It is stored as a request of its own that names the first one.",
      role: "responder",
      body: nothing,
      answer: requestDetailAnswer,
      refusals: [409],
    },
  },
  [`${place}/preview`]: {
    post: {
      id: "previewReplayOfDraft",
      summary: "The same preview with settings that are not saved",
      role: "responder",
      body: replayDraft,
      example: { config: { summaryField: "alert.title", dedupKeyField: "alert.id" } },
      answer: replayPreviewAnswer,
    },
  },
});
