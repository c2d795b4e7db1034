import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from "zod-openapi";
import type { Role } from "#db/vocabulary";

/** One method of one path, in the words of this API; `operation` makes OpenAPI of it. */
export type Described = {
  /** A name for generated clients. */
  id: string;
  summary: string;
  description?: string;
  /** The lowest role that may; none for the doors that alerts come in by. */
  role?: Role;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A body that shows how; the docs make a curl command of it. */
  example?: unknown;
  /** Left out: 204. */
  answer?: z.ZodType;
  status?: 200 | 201 | 202;
  /** Refusals besides 401, 403, 404 and 422. */
  refusals?: number[];
};

type Method = "get" | "post" | "put" | "patch" | "delete";

/** The paths of one chapter of the API. */
export function chapter(tag: string, paths: Record<string, Partial<Record<Method, Described>>>): ZodOpenApiPathsObject {
  return Object.fromEntries(
    Object.entries(paths).map(([path, described]) => [
      path,
      Object.fromEntries(Object.entries(described).map(([method, one]) => [method, operation(tag, path, one)])),
    ]),
  );
}

/** A list as the API answers it. */
export const listOf = (row: z.ZodType) =>
  z.object({
    data: z.array(row),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Give it as cursor to get the next page; null on the last one." }),
  });

export const errorAnswer = z
  .object({
    error: z.object({
      code: z.string().meta({ example: "invalid" }),
      message: z.string().meta({ description: "What happened and what to do, for people." }),
      fields: z
        .record(z.string(), z.string())
        .optional()
        .meta({ description: "What is wrong with each field, by its dotted path." }),
      requestId: z.string().optional().meta({ description: "With 500: what to look for in the log of the server." }),
    }),
  })
  .meta({ id: "Error" });

function operation(tag: string, path: string, described: Described): ZodOpenApiOperationObject {
  const { id, summary, description, role, query, body, example } = described;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(role && { "x-role": role, security: [{ apiKey: [] }] }),
    requestParams: { ...(names.length > 0 && { path: pathOf(path, names) }), ...(query && { query }) },
    ...(body && { requestBody: bodyOf(body, example) }),
    responses: responsesOf(described, names.length > 0),
  };
}

// The text of a name in a path, by how that part of the path begins.
const placeTexts: Record<string, string> = {
  "/services/{id}": "The id of the service.",
  "/v1/integrations/{id}": "The id of the integration.",
  "/incidents/{id}": "The id of the incident, or its number.",
  "/destinations/{id}": "The id of the destination.",
  "/deliveries/{id}": "The id of the delivery.",
  "/requests/{requestId}": "The id of the request.",
  "/v2/alerts/{id}": "The id, the alias or the tiny id of the alert.",
  "/actions/{action}": "What the custom action is called.",
  "/heartbeats/{name}": "What the heartbeat is called.",
  "/webhooks/{source}": "The id of the source; see GET /api/v1/sources.",
  "/integrations/{source}": "The id of the source; see GET /api/v1/sources.",
  "/{source}/{integrationId}": "The id of the integration, or its key.",
  "/alert/{integrationId}": "The key of the integration, or its id.",
  "/alert/{integrationId}/{routingKey}": "Any text: the key says already where it belongs.",
};

function pathOf(path: string, names: string[]) {
  return z.object(
    Object.fromEntries(names.map((name) => [name, z.string().meta({ description: placeText(path, name) })])),
  );
}

function placeText(path: string, name: string): string {
  const [, text] =
    Object.entries(placeTexts).find(([place]) => path.includes(place) && place.endsWith(`{${name}}`)) ?? [];
  if (!text) throw new Error(`Say in placeTexts what {${name}} is in ${path}.`);
  return text;
}

function bodyOf(schema: z.ZodType, example: unknown) {
  const required = !schema.safeParse({}).success;
  return { required, content: { "application/json": { schema, ...(example !== undefined && { example }) } } };
}

const refusalTexts: Record<number, string> = {
  400: "The body or the query cannot be read.",
  401: "No key, or one that is wrong.",
  403: "The key may not do this, or the integration is disabled.",
  404: "There is no such thing.",
  409: "It cannot be done as things are.",
  413: "The body is larger than is taken here, 1 MiB in nearly all places.",
  422: "A field does not fit; `fields` says which and why.",
  429: "Too many requests; `Retry-After` says when to try again.",
  503: "Overloaded; `Retry-After` says when to try again.",
};

function responsesOf(
  { answer, status = 200, role, query, body, refusals = [] }: Described,
  isNamed: boolean,
): ZodOpenApiResponsesObject {
  const usual = role
    ? [401, 403, ...(isNamed ? [404] : []), ...(body ? [400, 413] : []), ...(body || query ? [422] : [])]
    : [];
  const all = [...new Set([...usual, ...refusals])].sort((a, b) => a - b);
  const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
  return {
    ...(answer
      ? { [status]: { description: status === 201 ? "Made." : "Done.", ...json(answer) } }
      : { 204: { description: "Done." } }),
    ...Object.fromEntries(
      all.map((code) => [code, { description: refusalTexts[code] ?? "Refused.", ...json(errorAnswer) }]),
    ),
  };
}
