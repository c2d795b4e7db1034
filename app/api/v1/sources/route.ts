import { sourceCatalogue } from "#lib/api/source-catalogue";
import { apiRoute, methods } from "#lib/api/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async () => ({ data: sourceCatalogue(), nextCursor: null })),
});
