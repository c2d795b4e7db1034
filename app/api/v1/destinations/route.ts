import { created } from "#lib/api/created";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { createDestination } from "#lib/destinations/create";
import { listDestinations } from "#lib/destinations/read";
import { newDestination } from "#lib/destinations/schema";
import { destinationFor } from "#lib/destinations/view";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("responder", async ({ role, now }) => {
    const all = await listDestinations(now);
    return { data: all.map((destination) => destinationFor(role, destination)), nextCursor: null };
  }),
  POST: apiRoute("admin", async ({ request, actor, now }) => {
    const destination = await createDestination(await readBody(request, newDestination), { actor, now });
    return created(destination, `/api/v1/destinations/${destination.id}`);
  }),
});
