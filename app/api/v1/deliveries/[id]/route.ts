import { apiRoute, methods } from "#lib/api/route";
import { readDelivery } from "#lib/delivery/view";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ params }) => readDelivery(params.id)),
});
