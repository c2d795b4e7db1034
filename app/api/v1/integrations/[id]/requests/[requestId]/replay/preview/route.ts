import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { replayDraft } from "#lib/api/schemas/replay";
import { previewReplay } from "#lib/requests/preview-replay";

type Names = "id" | "requestId";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Names>({
  POST: apiRoute<Names>("responder", async ({ request, params: { id, requestId }, now }) => {
    const { config } = await readBody(request, replayDraft);
    return previewReplay({ integrationId: id, requestId }, now, config);
  }),
});
