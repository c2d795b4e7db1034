import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { sampleChoice } from "#lib/api/schemas/integrations";
import { sendSample } from "#lib/integrations/send-sample";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("responder", async ({ request, params, actor, now }) =>
    sendSample(params.id, await readBody(request, sampleChoice), { actor, now, base: baseUrl(request.headers) }),
  ),
});
