import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { previewReplay } from "#lib/requests/preview-replay";
import { replayRequest } from "#lib/requests/replay";
import { nothing } from "#lib/schemas/text";

type Names = "id" | "requestId";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Names>({
  GET: apiRoute<Names>("responder", async ({ params: { id, requestId }, now }) =>
    previewReplay({ integrationId: id, requestId }, now),
  ),
  POST: apiRoute<Names>("responder", async ({ request, params: { id, requestId }, actor, now }) => {
    await readBody(request, nothing);
    return replayRequest({ integrationId: id, requestId }, { actor, now });
  }),
});
