import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { nothing } from "#lib/api/schemas/text";
import { disableDestination } from "#lib/destinations/disable";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return disableDestination(params.id, { actor, now });
  }),
});
