import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { listIncidents } from "#db/queries/incidents";
import { createIntegration } from "#db/testing-rows";
import type { Scope } from "#db/vocabulary";
import { tocsinItself } from "#db/vocabulary";
import { createApiKey } from "#lib/auth/create-api-key";
import { sendSample } from "#lib/intake/send-sample";

/** The operator's key in tests: put it into TOCSIN_API_KEY before `env()` is first read. */
export const aliceKey = "sk_live_alice_for_tests_0123456789";

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;
type Route = Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", Handler>;
type Asked = {
  method?: keyof Route;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  raw?: BodyInit;
  key?: string | null;
};

export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

/** Calls a route as Next does, by default with Alice's key. `raw` is sent as it is, `body` as JSON. */
export async function call(route: Route, asked: Asked = {}): Promise<Answered> {
  const { method = "GET", params = {}, query = "", body, raw, key = aliceKey } = asked;
  const request = new Request(`http://tocsin.test/api/v1/somewhere${query}`, {
    method,
    headers: { host: "tocsin.test", ...(key && { authorization: `Bearer ${key}` }) },
    ...(raw !== undefined ? { body: raw } : body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await route[method](request, { params: Promise.resolve(params) as Promise<never> });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

/** An API key with `scope`: Bob's for "write", Charlie's for "read". */
export async function keyWith(scope: Scope): Promise<string> {
  const { key } = await createApiKey(
    { name: `Key to ${scope}`, scope, expiresInDays: null },
    { actor: tocsinItself, now: new Date() },
  );
  return key;
}

/** The answer as `schema` describes it. Throws when it has fields that are described nowhere. */
export function exactly<Schema extends z.ZodType>(schema: Schema, answered: unknown): z.output<Schema> {
  const read = schema.parse(answered);
  if (!isDeepStrictEqual(read, answered)) throw new Error(`Not all of this is described: ${JSON.stringify(answered)}`);
  return read;
}

/** What the answer refuses, with its status. */
export function errorOf({ status, body }: Answered): Record<string, unknown> {
  return { status, ...(body.error as Record<string, unknown>) };
}

/** The rows of a list. */
export function listOf({ body }: Answered): Record<string, unknown>[] {
  return body.data as Record<string, unknown>[];
}

/** An incident that a sample opened. */
export async function openIncident(): Promise<{ id: string; number: number; serviceId: string }> {
  const { id, serviceId } = await createIntegration({ type: "prometheus" });
  await sendSample(id, {}, { actor: tocsinItself, now: new Date() });
  const [incident] = (await listIncidents({ serviceId })).data;
  if (!incident) throw new Error("the sample opened no incident");
  return { id: incident.id, number: incident.number, serviceId };
}
