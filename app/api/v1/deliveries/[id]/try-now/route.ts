import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { tryNow } from "#lib/delivery/replay";
import { nothing } from "#lib/schemas/text";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("responder", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return tryNow(params.id, { actor, now });
  }),
});
