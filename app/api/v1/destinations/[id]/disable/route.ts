import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { disableDestination } from "#lib/destinations/disable";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return disableDestination(params.id, { actor, now });
  }),
});
