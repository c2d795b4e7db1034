import { decodeCursor, pageOf } from "#db/queries/cursor";
import { deliveriesOfDestination } from "#db/queries/deliveries";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { deliveryQuery } from "#lib/api/schemas/lists";
import { deliveryView } from "#lib/delivery/view";
import { readDestination } from "#lib/destinations/read";

const deliveryNumber = /^\d{1,18}$/;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ request, params, now }) => {
    const { state, cursor, limit } = readQuery(request, deliveryQuery);
    const before = cursor && decodeCursor(cursor, deliveryNumber);
    const { id } = await readDestination(params.id, now);
    const rows = await deliveriesOfDestination(id, { ...(state && { states: [state] }), before, limit: limit + 1 });
    const { data, nextCursor } = pageOf(rows, limit, (row) => row.id);
    return { data: data.map(deliveryView), nextCursor };
  }),
});
