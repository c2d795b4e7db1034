import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { nothing } from "#lib/api/schemas/text";
import { enableDestination } from "#lib/destinations/enable";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return enableDestination(params.id, { actor, now });
  }),
});
