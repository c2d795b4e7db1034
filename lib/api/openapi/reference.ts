import { openApiDocument } from "#lib/api/openapi/document";

export type ReferenceField = { name: string; type: string; required: boolean; description: string };
export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** The lowest role that may; none where a key of an integration is asked for. */
  role: string | undefined;
  parameters: (ReferenceField & { place: string })[];
  body: ReferenceField[];
  answer: { status: string; fields: ReferenceField[] };
  refusals: { status: string; description: string }[];
  curl: string;
};
export type ReferenceChapter = { name: string; description: string; operations: ReferenceOperation[] };

/** The OpenAPI document as people read it: chapters, operations, flat lists of fields. */
export function reference(base: string): ReferenceChapter[] {
  const document = plain(openApiDocument(base));
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tags: operation.tags,
      ...read(document, { base, path, method, operation }),
    })),
  );
  return document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operations.filter(({ tags }) => tags.includes(name)),
  }));
}

type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  default?: unknown;
};
type Content = { content?: { "application/json"?: { schema: Schema; example?: unknown } } };
type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  "x-role"?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content & { description: string }>;
};
type Document = {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

// The document is made by our own `chapter`, so it has the parts that are read here; lib/api/openapi/openapi.test.ts holds it to that.
const plain = (document: object): Document => document as Document;

type Found = { base: string; path: string; method: string; operation: Operation };

function read(document: Document, found: Found): ReferenceOperation {
  const { path, method, operation } = found;
  const [status = "204", answer] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description ?? "",
    role: operation["x-role"],
    parameters: (operation.parameters ?? []).map(({ name, in: place, required = false, description = "", schema }) => ({
      name,
      place,
      required,
      description,
      type: typeOf(document, schema),
    })),
    body: fieldsIn(document, schemaOf(operation.requestBody)),
    answer: { status, fields: fieldsIn(document, schemaOf(answer)) },
    refusals: Object.entries(operation.responses)
      .filter(([code]) => !code.startsWith("2"))
      .map(([code, { description }]) => ({ status: code, description })),
    curl: curlOf(found),
  };
}

const schemaOf = (holder: Content | undefined): Schema => holder?.content?.["application/json"]?.schema ?? {};

const deepest = 3;

/** The fields of an object, those of objects within it after it, as `links[].href`. */
function fieldsIn(document: Document, schema: Schema, prefix = "", depth = 1): ReferenceField[] {
  const { properties = {}, required = [] } = objectIn(document, schema);
  return Object.entries(properties).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    const { items } = resolved(document, inner);
    const description = [inner.description ?? resolved(document, inner).description, defaultOf(inner)]
      .filter(Boolean)
      .join(" ");
    const field = { name, type: typeOf(document, inner), required: required.includes(key), description };
    if (depth === deepest) return [field];
    return [field, ...fieldsIn(document, items ?? inner, `${name}${items ? "[]" : ""}.`, depth + 1)];
  });
}

const defaultOf = (schema: Schema) =>
  schema.default === undefined ? "" : `Left out: ${JSON.stringify(schema.default)}.`;

function resolved(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name ? (document.components.schemas[name] ?? {}) : schema;
}

/** The object a schema describes, also when it is one that may be null or is put together of several. */
function objectIn(document: Document, schema: Schema): Schema {
  const { allOf, anyOf, ...own } = resolved(document, schema);
  if (own.properties && !allOf) return own;
  const parts = (allOf ?? anyOf ?? []).map((part) => objectIn(document, part));
  const all = [...parts, own];
  return {
    properties: Object.assign({}, ...all.map((part) => part.properties)),
    required: all.flatMap((part) => part.required ?? []),
  };
}

function typeOf(document: Document, schema: Schema): string {
  const { type, enum: words, const: word, format, anyOf, items } = resolved(document, schema);
  if (words) return words.map(String).join(" | ");
  if (word !== undefined) return String(word);
  if (anyOf) return anyOf.map((one) => typeOf(document, one)).join(" | ");
  if (type === "array") return `list of ${items ? typeOf(document, items) : "anything"}`;
  if (format === "date-time") return "moment";
  return format ?? (Array.isArray(type) ? type.join(" | ") : (type ?? "anything"));
}

const samplePlaces: Record<string, string> = { source: "webhook" };
const queryOf: Record<string, string> = { postWebhook: "?integrationId=$ID" };

function curlOf({ base, path, method, operation }: Found): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => samplePlaces[name] ?? "$ID");
  const holder = operation.requestBody?.content?.["application/json"];
  const lines = [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}"${base}${filled}${queryOf[operation.operationId] ?? ""}"`,
    ...(operation["x-role"] ? ['-H "Authorization: Bearer $TOCSIN_API_KEY"'] : []),
    ...(holder?.example === undefined
      ? []
      : ['-H "Content-Type: application/json"', `-d '${JSON.stringify(holder.example)}'`]),
  ];
  return lines.join(" \\\n  ");
}
