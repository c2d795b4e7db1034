import { apiRoute, methods } from "#lib/api/route";
import { listApiKeys } from "#lib/auth/list-api-keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("admin", async () => ({ data: await listApiKeys(), nextCursor: null })),
});
