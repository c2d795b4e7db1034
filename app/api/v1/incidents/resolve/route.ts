import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { chosenIncidents } from "#lib/api/schemas/incidents";
import { resolveMany } from "#lib/incidents/resolve-many";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: apiRoute("responder", async ({ request, actor, now }) =>
    resolveMany((await readBody(request, chosenIncidents)).ids, { actor, now }),
  ),
});
