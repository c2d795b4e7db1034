import { serviceById } from "#db/queries/services";
import { readBody } from "#lib/api/read-body";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { serviceRemoval } from "#lib/api/schemas/lists";
import { noSuchService } from "#lib/refusal";
import { removeService } from "#lib/services/remove";
import { serviceChanges } from "#lib/services/schema";
import { updateService } from "#lib/services/update";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("observer", async ({ params }) => {
    const service = await serviceById(params.id);
    if (!service) throw noSuchService();
    return service;
  }),
  PATCH: apiRoute<"id">("admin", async ({ request, params, actor, now }) =>
    updateService(params.id, await readBody(request, serviceChanges), { actor, now }),
  ),
  DELETE: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    await removeService(params.id, readQuery(request, serviceRemoval), { actor, now });
    return undefined;
  }),
});
