import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { disableDestination } from "#lib/destinations/disable";
import { enableDestination } from "#lib/destinations/enable";
import { readDestination } from "#lib/destinations/read";
import { removeDestination } from "#lib/destinations/remove";
import { destinationChanges } from "#lib/destinations/schema";
import { updateDestination } from "#lib/destinations/update";
import { destinationFor } from "#lib/destinations/view";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ params, role, now }) =>
    destinationFor(role, await readDestination(params.id, now)),
  ),
  PATCH: apiRoute<"id">("admin", async ({ request, params, actor, now }) => {
    const { enabled, ...changes } = await readBody(request, destinationChanges);
    const updated = await updateDestination(params.id, changes, { actor, now });
    if (enabled === undefined) return updated;
    return enabled ? enableDestination(params.id, { actor, now }) : disableDestination(params.id, { actor, now });
  }),
  DELETE: apiRoute<"id">("admin", async ({ params, actor, now }) => {
    await removeDestination(params.id, { actor, now });
    return undefined;
  }),
});
