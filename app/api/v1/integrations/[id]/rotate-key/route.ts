import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { rotateKey } from "#lib/integrations/rotate-key";
import { keyRotation } from "#lib/integrations/schema";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) =>
    rotateKey(params.id, await readBody(request, keyRotation), { actor, now, base: baseUrl(request.headers) }),
  ),
});
