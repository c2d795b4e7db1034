import { requestById } from "#db/queries/requests";
import { apiRoute, methods } from "#lib/api/route";
import { readIntegration } from "#lib/integrations/read";
import { noSuchRequest } from "#lib/requests/read-replay";

type Names = "id" | "requestId";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Names>({
  GET: apiRoute<Names>("responder", async ({ params, now }) => {
    const { id } = await readIntegration(params.id, { now, showKey: false });
    const request = await requestById(id, params.requestId);
    if (!request) throw noSuchRequest();
    return request;
  }),
});
