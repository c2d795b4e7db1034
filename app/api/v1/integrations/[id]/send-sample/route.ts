import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { sendSample } from "#lib/intake/send-sample";
import { sampleChoice } from "#lib/integrations/schema";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("responder", async ({ request, params, actor, now }) =>
    sendSample(params.id, await readBody(request, sampleChoice), { actor, now, base: baseUrl(request.headers) }),
  ),
});
