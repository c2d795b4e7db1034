import { chosenBy } from "#lib/api/filter-as";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { chosenIncidents } from "#lib/api/schemas/chosen-incidents";
import { acknowledgeMany } from "#lib/incidents/acknowledge-many";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: apiRoute("responder", async ({ request, actor, now }) =>
    acknowledgeMany(chosenBy(actor, await readBody(request, chosenIncidents)), { actor, now }),
  ),
});
