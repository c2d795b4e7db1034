import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { checkDestination } from "#lib/delivery/check-credentials";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return checkDestination(params.id, { actor, now });
  }),
});
