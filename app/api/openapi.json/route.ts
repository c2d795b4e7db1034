import { baseUrl } from "#lib/api/base-url";
import { openApiDocument } from "#lib/api/openapi/document";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return Response.json(openApiDocument(baseUrl(request.headers)), {
    headers: { "access-control-allow-origin": "*", "cache-control": "public, max-age=60" },
  });
}
