import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { keyRotation } from "#lib/api/schemas/integrations";
import { rotateKey } from "#lib/integrations/rotate-key";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) =>
    rotateKey(params.id, await readBody(request, keyRotation), { actor, now, base: baseUrl(request.headers) }),
  ),
});
