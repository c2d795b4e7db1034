import { listServices } from "#db/queries/services";
import { created } from "#lib/api/created";
import { readBody } from "#lib/api/read-body";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { serviceQuery } from "#lib/api/schemas/lists";
import { createService } from "#lib/services/create";
import { newService } from "#lib/services/schema";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ request }) => {
    const { q: search, ...page } = readQuery(request, serviceQuery);
    return listServices({ search, ...page });
  }),
  POST: apiRoute("admin", async ({ request, actor, now }) => {
    const service = await createService(await readBody(request, newService), { actor, now });
    return created(service, `/api/v1/services/${service.id}`);
  }),
});
