import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import { mappingDraft } from "#lib/api/schemas/mapping";
import { previewMapping } from "#lib/requests/preview-mapping";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  POST: apiRoute<"id">("responder", async ({ request, params, now }) =>
    previewMapping(params.id, await readBody(request, mappingDraft), now),
  ),
});
