import { apiRoute, methods } from "#lib/api/route";
import { sourceCards } from "#lib/integrations/source-cards";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async () => ({ data: sourceCards(), nextCursor: null })),
});
