import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { checkConfig } from "#lib/delivery/check-credentials";
import { configToTest } from "#lib/destinations/schema";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: apiRoute("admin", async ({ request, actor, now }) =>
    checkConfig(await readBody(request, configToTest), { actor, now }),
  ),
});
