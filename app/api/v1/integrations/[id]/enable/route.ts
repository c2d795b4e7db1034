import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { enableIntegration } from "#lib/integrations/enable";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return enableIntegration(params.id, { actor, now, base: baseUrl(request.headers) });
  }),
});
