import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { db } from "#db/client";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { type Role, roles, type Scope } from "#db/vocabulary";
import { openApiDocument } from "#lib/api/openapi/document";
import { aliceKey, keyWith } from "#lib/api/testing";
import { allows } from "#lib/auth/roles";
import { startSession, tokenOf } from "#lib/auth/session-token";

process.env.TOCSIN_API_KEY = aliceKey;

const app = path.resolve(import.meta.dirname, "../../app");
const files = readdirSync(path.join(app, "api/v1"), { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts" && !file.startsWith("[[..."))
  .map((file) => `/api/v1/${path.dirname(file).split(path.sep).join("/")}`)
  .toSorted();

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = Record<string, Handler>;
type Asker = { headers: Record<string, string>; role: Role | null; isForeign?: boolean };

const ours = { host: "tocsin.test", "sec-fetch-site": "same-origin" };
const theirs = { host: "tocsin.test", "sec-fetch-site": "cross-site", origin: "https://evil.example" };
const askers: Record<string, Asker> = {};

beforeAll(async () => {
  await testDatabase();
  askers.nobody = { headers: ours, role: null };
  askers["a stranger with a made-up cookie"] = {
    headers: { ...ours, cookie: "next-auth.session-token=x" },
    role: null,
  };
  for (const role of roles) {
    const cookie = await cookieOf(role);
    askers[`the ${role}`] = { headers: { ...ours, cookie }, role };
    askers[`another site in the browser of the ${role}`] = { headers: { ...theirs, cookie }, role, isForeign: true };
  }
  const scopes: [Scope, Role | null][] = [
    ["events:write", null],
    ["read", "observer"],
    ["write", "responder"],
    ["admin", "admin"],
  ];
  for (const [scope, role] of scopes)
    askers[`a key to ${scope}`] = {
      headers: { host: "tocsin.test", authorization: `Bearer ${await keyWith(scope)}` },
      role,
    };
});

const described = z.object({ "x-role": z.enum(roles) });
const document = openApiDocument("https://t.example");

describe.each(files)("%s", (file) => {
  test("lets in those whom the document names, and nobody else", async () => {
    const route: Route = await import(/* @vite-ignore */ path.join(app, file, "route.ts"));
    const operations = document.paths?.[file.replaceAll(/\[(\w+)\]/g, "{$1}")];
    for (const method of await methodsOf(route)) {
      const { "x-role": needed } = described.parse(operations?.[lower(method)]);
      for (const [who, asker] of Object.entries(askers)) {
        const { status } = await ask(route, method, asker.headers);
        expect(outcome(status), `${method} ${file} by ${who}, answered ${status}`).toBe(
          expected(asker, method, needed),
        );
      }
    }
  });
});

test("there are routes to ask, and askers of every kind", () => {
  expect(files.length).toBeGreaterThan(35);
  expect(Object.keys(askers)).toHaveLength(12);
});

async function cookieOf(role: Role): Promise<string> {
  const person = await createPerson({ role });
  const session = await startSession(db(), person.id, { ip: "", userAgent: "" }, new Date());
  return `next-auth.session-token=${await tokenOf(session)}`;
}

async function methodsOf(route: Route): Promise<string[]> {
  const allow = (
    await route.OPTIONS?.(new Request("http://tocsin.test/"), { params: Promise.resolve({}) })
  )?.headers.get("allow");
  return allow?.split(", ") ?? [];
}

/** Asks for things that do not exist, with nothing in the body: whoever is let in changes nothing. */
async function ask(route: Route, method: string, headers: Record<string, string>): Promise<Response> {
  const id = crypto.randomUUID();
  const request = new Request("http://tocsin.test/api/v1/somewhere", {
    method,
    headers,
    ...(method !== "GET" && { body: "{}" }),
  });
  const handler = route[method];
  if (!handler) throw new Error(`no ${method}`);
  return handler(request, { params: Promise.resolve({ id, requestId: id }) });
}

type Outcome = "let in" | "unknown" | "forbidden" | "failed";

function outcome(status: number): Outcome {
  if (status >= 500) return "failed";
  return status === 401 ? "unknown" : status === 403 ? "forbidden" : "let in";
}

function expected({ role, headers, isForeign }: Asker, method: string, needed: Role): Outcome {
  if (role === null) return headers.authorization ? "forbidden" : "unknown";
  if (isForeign && method !== "GET") return "forbidden";
  return allows(role, needed) ? "let in" : "forbidden";
}

const lower = (method: string) => z.enum(["get", "post", "put", "patch", "delete"]).parse(method.toLowerCase());
