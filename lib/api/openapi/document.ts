import { type CreateDocumentOptions, createDocument } from "zod-openapi";
import { cataloguePaths } from "#lib/api/openapi/catalogues";
import { destinationPaths } from "#lib/api/openapi/destinations";
import { incidentPaths } from "#lib/api/openapi/incidents";
import { intakePaths } from "#lib/api/openapi/intake";
import { integrationPaths } from "#lib/api/openapi/integrations";
import { opsgenieDescription, opsgeniePaths } from "#lib/api/openapi/opsgenie";
import { replayPaths } from "#lib/api/openapi/replay";
import { servicePaths } from "#lib/api/openapi/services";

const description = `Everything the screens do, for scripts and infrastructure as code.

Send \`Authorization: Bearer sk_live_…\` with a key from Settings, API keys; a key with the scope read sees, write works on incidents,
admin configures. Bodies are JSON, at most 1 MiB; fields that are unknown are refused. Lists are \`{ "data": […], "nextCursor": … }\`;
give nextCursor as \`cursor\` to get the next page. Errors are \`{ "error": { "code", "message", "fields" } }\`.`;

const tags = [
  { name: "Alerts in", description: "What monitoring tools post to." },
  { name: "Services", description: "The things that can be down." },
  { name: "Integrations", description: "How alerts reach a service." },
  { name: "Incidents", description: "What people work on." },
  {
    name: "Destinations",
    description: "Where what happens is told; the integration cards of the Integrations screen.",
  },
  { name: "Opsgenie", description: opsgenieDescription },
  { name: "Catalogues", description: "What there is to choose from." },
];

/** The OpenAPI 3.1 document of this API, as reached at `base`. */
export function openApiDocument(base: string) {
  return createDocument(
    {
      openapi: "3.1.0",
      info: { title: "Tocsin", version: "1", description, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
      servers: [{ url: base }],
      tags,
      paths: {
        ...intakePaths,
        ...servicePaths,
        ...integrationPaths,
        ...replayPaths,
        ...incidentPaths,
        ...destinationPaths,
        ...opsgeniePaths,
        ...cataloguePaths,
      },
      components: {
        securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key, sk_live_…" } },
      },
    },
    { override: plainer },
  );
}

// A format says what its pattern says, and no number here comes near the bounds of a double.
const plainer: CreateDocumentOptions["override"] = ({ jsonSchema }) => {
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
