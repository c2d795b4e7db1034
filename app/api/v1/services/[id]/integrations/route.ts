import { integrationsOfService } from "#db/queries/integrations";
import { serviceById } from "#db/queries/services";
import { baseUrl } from "#lib/api/base-url";
import { created } from "#lib/api/created";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { createIntegration } from "#lib/integrations/create";
import { newIntegration } from "#lib/integrations/schema";
import { integrationView } from "#lib/integrations/view";
import { noSuchService } from "#lib/refusal";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ request, params, now }) => {
    if (!(await serviceById(params.id))) throw noSuchService();
    const reader = { base: baseUrl(request.headers), showKey: true };
    const rows = await integrationsOfService(params.id, now);
    return { data: rows.map((row) => integrationView(row, reader)), nextCursor: null };
  }),
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    const input = await readBody(request, newIntegration);
    const integration = await createIntegration(params.id, input, { actor, now, base: baseUrl(request.headers) });
    return created(integration, `/api/v1/integrations/${integration.id}`);
  }),
});
