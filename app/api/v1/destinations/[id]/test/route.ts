import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { nothing } from "#lib/api/schemas/text";
import { testDestination } from "#lib/delivery/send-test";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await readBody(request, nothing);
    return testDestination(params.id, { actor, now });
  }),
});
