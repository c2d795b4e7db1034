import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const app = path.resolve(import.meta.dirname, "../../app");
const files = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
  .toSorted();
const textOf = (file: string) => readFileSync(path.join(app, file), "utf8");

const consolePages = files.filter((file) => file.startsWith("(console)/") && file.endsWith("/page.tsx"));
const actionFiles = files.filter((file) => /^\s*["']use server["']/m.test(textOf(file)));
const routes = files.filter((file) => file.endsWith("route.ts"));
const apiRoutes = routes.filter((file) => file.startsWith("api/v1/"));

/** What anyone may open or call, and why. */
const openPages: Record<string, string> = {
  "(console)/page.tsx": "only leads to the incidents",
  "(console)/docs/page.tsx": "only leads to the documentation",
  "(console)/docs/sending/page.tsx": "is documentation, which is no secret",
  "(console)/docs/api/page.tsx": "is documentation, which is no secret",
  "(console)/docs/sources/page.tsx": "is documentation, which is no secret",
  "(console)/docs/sources/[source]/page.tsx": "is documentation, which is no secret",
};
const openActions: Record<string, string> = {
  "(auth)/sign-in/actions.ts": "is how one comes to be known",
  "(auth)/setup/actions.ts": "comes before anybody is known, and only once",
  "(auth)/invite/[token]/actions.ts": "asks for the invitation's token",
};
const openRoutes: Record<string, string> = {
  "(auth)/sign-out/route.ts": "ends the session of who asks",
  "api/auth/[...nextauth]/route.ts": "next-auth's own",
  "api/events/route.ts": "intake authenticates the sender",
  "api/integrations/[source]/[[...id]]/route.ts": "intake authenticates the sender",
  "v2/enqueue/route.ts": "intake authenticates the sender",
  "v2/change/enqueue/route.ts": "intake authenticates the sender",
  "generic/2010-04-15/create_event.json/route.ts": "intake authenticates the sender",
  "v1/json/[...path]/route.ts": "intake authenticates the sender",
  "v2/alerts/[[...path]]/route.ts": "intake authenticates the sender",
  "v2/heartbeats/[...path]/route.ts": "intake authenticates the sender",
  "v1/json/integrations/webhooks/netdata/route.ts": "intake authenticates the sender",
  "integrations/generic/20131114/alert/[...key]/route.ts": "intake authenticates the sender",
  "api/health/route.ts": "says only whether Tocsin is well",
  "api/openapi.json/route.ts": "describes the API, which is no secret",
  "api/v1/[[...path]]/route.ts": "answers 404 to everything",
};

describe("everything asks who may", () => {
  test("there is something to look at", () => {
    expect(consolePages.length).toBeGreaterThan(3);
    expect(actionFiles.length).toBeGreaterThan(3);
    expect(apiRoutes.length).toBeGreaterThan(3);
  });

  test.each(consolePages.filter((file) => !openPages[file]))("page %s", (file) => {
    expect(["permit", ...askersBeside(file)].filter((asker) => textOf(file).includes(`await ${asker}(`))).not.toEqual(
      [],
    );
  });

  test.each(actionFiles.filter((file) => !openActions[file]))("actions %s", (file) => {
    expect(unasked(textOf(file), askersBeside(file))).toEqual([]);
  });

  test.each(apiRoutes.filter((file) => !openRoutes[file]))("route %s", (file) => {
    expect(openHandlers(textOf(file))).toEqual([]);
  });

  test.each(routes.filter((file) => !apiRoutes.includes(file) && !openRoutes[file]))("route %s", (file) => {
    expect(textOf(file)).toMatch(/\b(permitApi|apiRoute|currentPerson)\(|\bstreamWeb\b/);
  });

  test("the lists of what is open name nothing that is gone", () => {
    expect(
      Object.keys({ ...openPages, ...openActions, ...openRoutes }).filter((file) => !files.includes(file)),
    ).toEqual([]);
  });
});

describe("the look itself", () => {
  test("finds an action that asks nobody, and lets one pass that asks through a function beside it", () => {
    const text = `export async function open() {\n  return 1;\n}\n\nexport async function shut() {\n  await asAdmin();\n}\n\nasync function asAdmin() {\n  return permit("admin");\n}\n`;
    expect(unasked(text)).toEqual(["open"]);
  });

  test("finds a handler that is no apiRoute", () => {
    expect(
      openHandlers(
        `export const { GET, POST } = methods({\n  GET: apiRoute("observer", x),\n  POST: async () => y,\n});`,
      ),
    ).toEqual(["POST"]);
    expect(openHandlers(`export async function DELETE() {}`)).toEqual(["DELETE"]);
    expect(openHandlers(`export const PUT = apiRoute("admin", z);`)).toEqual([]);
  });
});

/** The exported functions in `text` that neither call permit nor a function beside them that does. */
function unasked(text: string, askersElsewhere: string[] = []): string[] {
  const functions = functionsIn(text);
  const asks = [...askersElsewhere, ...askersIn(text)];
  const others = [...text.matchAll(/^export (?:const|default|\{)[^\n]*/gm)].map(([line]) => line);
  const open = functions.filter(
    ({ name, exported, body }) => exported && !asks.includes(name) && !asks.some((asker) => calls(body, asker)),
  );
  return [...open.map(({ name }) => name), ...others];
}

/** The functions in `text` that ask, themselves or through one another. */
function askersIn(text: string, known: string[] = ["permit"]): string[] {
  const asking = functionsIn(text).flatMap(({ name, body }) =>
    known.some((asker) => calls(body, asker)) ? [name] : [],
  );
  return asking.length >= known.length ? askersIn(text, ["permit", ...asking]) : asking;
}

const calls = (body: string, name: string) => new RegExp(`\\b${name}\\(`).test(body.slice(body.indexOf("{")));

/** The functions that ask among those which `file` imports from files of its own folders. */
function askersBeside(file: string): string[] {
  const imports = [...textOf(file).matchAll(/^import \{([^}]+)\} from "(\.[^"]+)"/gm)];
  return imports.flatMap(([, names = "", from = ""]) => {
    const target = `${path.join(path.dirname(file), from)}.ts`;
    const asking = files.includes(target) ? askersIn(textOf(target)) : [];
    return asking.filter((name) => names.split(/[\s,]+/).includes(name));
  });
}

function functionsIn(text: string) {
  const declared = text.matchAll(/^(export )?(?:default )?(?:async )?function (\w+)[\s\S]*?^}/gm);
  const wrapped = text.matchAll(/^(export )?const (\w+) = cache\([\s\S]*?^}\);/gm);
  return [...declared, ...wrapped].map(([body, exported, name = ""]) => ({ name, exported: Boolean(exported), body }));
}

/** The methods in `text` that are answered by something else than an apiRoute, or by a set of them made in lib/api. */
function openHandlers(text: string): string[] {
  const made = /^export const \{[^}]+\} = (\w+Route)\(/m.exec(text)?.[1];
  if (made)
    return openHandlers(
      readFileSync(
        path.resolve(app, "../lib/api", `${made.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`),
        "utf8",
      ),
    );
  const given = [
    ...text.matchAll(/^ +(GET|POST|PUT|PATCH|DELETE): (\w+)/gm),
    ...text.matchAll(/^export const (GET|POST|PUT|PATCH|DELETE) = (\w+)/gm),
  ];
  const plain = [...text.matchAll(/^export (?:async )?function (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method]) => [
    method,
    "",
  ]);
  const open = [...given.map(([, method, by]) => [method, by]), ...plain]
    .filter(([, by]) => by !== "apiRoute")
    .map(([method = ""]) => method);
  return given.length + plain.length === 0 ? ["no method at all"] : open;
}
