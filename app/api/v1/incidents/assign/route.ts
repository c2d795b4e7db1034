import { chosenBy } from "#lib/api/filter-as";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { manyAssigned } from "#lib/api/schemas/chosen-incidents";
import { assignMany } from "#lib/incidents/assign";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: apiRoute("responder", async ({ request, actor, now }) => {
    const { ids, filter, ...asked } = await readBody(request, manyAssigned);
    return assignMany(chosenBy(actor, { ids, filter }), asked, { actor, now });
  }),
});
