import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { enableDestination } from "#lib/destinations/enable";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return enableDestination(params.id, { actor, now });
  }),
});
