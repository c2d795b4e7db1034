import { requestsOfIntegration } from "#db/queries/requests";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { requestQuery } from "#lib/api/schemas/lists";
import { readIntegration } from "#lib/integrations/read";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ request, params, now }) => {
    const query = readQuery(request, requestQuery);
    const { id } = await readIntegration(params.id, { now, showKey: false });
    return requestsOfIntegration(id, query);
  }),
});
