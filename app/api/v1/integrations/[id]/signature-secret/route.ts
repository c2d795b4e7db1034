import { baseUrl } from "#lib/api/base-url";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { secretChoice } from "#lib/integrations/schema";
import { setSignatureSecret } from "#lib/integrations/set-signature-secret";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) =>
    setSignatureSecret(params.id, await readBody(request, secretChoice), {
      actor,
      now,
      base: baseUrl(request.headers),
    }),
  ),
});
