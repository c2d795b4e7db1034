import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { nothing } from "#lib/api/schemas/text";
import { openAnyway } from "#lib/requests/open-anyway";

type Names = "id" | "requestId";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Names>({
  POST: apiRoute<Names>("responder", async ({ request, params: { id, requestId }, actor, now }) => {
    await readBody(request, nothing);
    return openAnyway({ integrationId: id, requestId }, { actor, now });
  }),
});
