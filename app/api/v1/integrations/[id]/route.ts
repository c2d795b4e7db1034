import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { readIntegration } from "#lib/integrations/read";
import { removeIntegration } from "#lib/integrations/remove";
import { integrationChanges } from "#lib/integrations/schema";
import { updateIntegration } from "#lib/integrations/update";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ request, params, now }) =>
    readIntegration(params.id, { now, base: baseUrl(request.headers), showKey: true }),
  ),
  PATCH: apiRoute<"id">("admin", async ({ request, params, actor, now }) =>
    updateIntegration(params.id, await readBody(request, integrationChanges), {
      actor,
      now,
      base: baseUrl(request.headers),
    }),
  ),
  DELETE: apiRoute<"id">("admin", async ({ params, actor, now }) => {
    await removeIntegration(params.id, { actor, now });
    return undefined;
  }),
});
