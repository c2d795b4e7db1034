import { chosenBy } from "#lib/api/filter-as";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { manySnoozed } from "#lib/api/schemas/chosen-incidents";
import { momentOf, snoozeMany } from "#lib/incidents/snooze";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: apiRoute("responder", async ({ request, actor, now }) => {
    const { ids, filter, ...choice } = await readBody(request, manySnoozed);
    return snoozeMany(chosenBy(actor, { ids, filter }), momentOf(choice, now), { actor, now });
  }),
});
