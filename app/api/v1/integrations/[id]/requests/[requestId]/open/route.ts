import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { openAnyway } from "#lib/requests/open-anyway";
import { nothing } from "#lib/schemas/text";

type Names = "id" | "requestId";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Names>({
  POST: apiRoute<Names>("responder", async ({ request, params: { id, requestId }, actor, now }) => {
    await readBody(request, nothing);
    return openAnyway({ integrationId: id, requestId }, { actor, now });
  }),
});
