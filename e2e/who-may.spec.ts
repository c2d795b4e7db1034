import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Role, roles } from "#db/vocabulary";
import { type Askers, makeAskers } from "#e2e/askers";
import { expect, type Fixtures, test } from "#e2e/fixtures";
import { allows } from "#lib/auth/roles";
import { addressOfFile } from "#lib/net/what-is-at";

const root = path.join(import.meta.dirname, "..");
const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" }).map((file) =>
  file.split(path.sep).join("/"),
);
const addresses = (name: string) =>
  files
    .filter((file) => path.posix.basename(file) === name)
    .map(addressOfFile)
    .toSorted();

/** "nobody": it is over once there is a company, and leads to signing in. */
type Needs = Role | "anyone" | "nobody";

/** Who may see each page. */
const pages: Record<string, Needs> = {
  "/": "observer",
  "/sign-in": "anyone",
  "/setup": "nobody",
  "/invite/[token]": "anyone",
  "/docs": "observer",
  "/docs/api": "observer",
  "/docs/sending": "observer",
  "/docs/sources": "observer",
  "/docs/sources/[source]": "observer",
  "/incidents": "observer",
  "/incidents/[number]": "observer",
  "/integrations": "responder",
  "/integrations/[id]": "responder",
  "/integrations/[id]/deliveries": "responder",
  "/integrations/[id]/deliveries/[deliveryId]": "responder",
  "/integrations/[id]/health": "responder",
  "/integrations/new/[channel]": "admin",
  "/not-allowed": "observer",
  "/people": "observer",
  "/profile": "observer",
  "/services": "observer",
  "/services/[id]": "observer",
  "/services/[id]/integrations": "observer",
  "/services/[id]/integrations/[integrationId]": "responder",
  "/services/[id]/integrations/[integrationId]/mapping": "responder",
  "/services/[id]/integrations/[integrationId]/requests/[requestId]": "responder",
  "/services/[id]/integrations/[integrationId]/requests/[requestId]/replay": "responder",
  "/services/[id]/integrations/[integrationId]/settings": "responder",
  "/services/[id]/integrations/[integrationId]/setup": "responder",
  "/services/[id]/integrations/new": "admin",
  "/services/[id]/settings": "observer",
  "/services/first-alert/[integrationId]": "responder",
  "/services/new": "admin",
  "/settings": "admin",
  "/settings/api-keys": "admin",
};

/** Who may do each action. */
const actions: Record<string, Needs> = {
  signInWithPassword: "anyone",
  setUpCompany: "anyone",
  acceptInvitationLink: "anyone",
  saveProfile: "observer",
  saveNewPassword: "observer",
  endOneSession: "observer",
  endOtherSessions: "observer",
  replay: "responder",
  openTriggers: "responder",
  trySample: "responder",
  addService: "admin",
  saveService: "admin",
  deleteService: "admin",
  showFirstAlert: "admin",
  addIntegration: "admin",
  saveIntegration: "admin",
  setEnabled: "admin",
  giveNewKey: "admin",
  giveSecret: "admin",
  dropSecret: "admin",
  forgetTopic: "admin",
  deleteIntegration: "admin",
  saveMapping: "admin",
  invitePerson: "admin",
  makeLink: "admin",
  giveRole: "admin",
  disablePerson: "admin",
  enablePerson: "admin",
  signOutEverywhere: "admin",
  saveCompany: "admin",
  makeApiKey: "admin",
  revokeKey: "admin",
};

/** What each route that is not of /api/v1 answers to nobody, to anybody, and to the browser of somebody led here by another site. */
const routes: Record<string, [method: string, path: string, nobody: number, signedIn: number, foreign: number]> = {
  "/sign-out": ["POST", "/sign-out", 303, 303, 403],
  "/api/auth/[...nextauth]": ["GET", "/api/auth/session", 200, 200, 200],
  "/api/health": ["GET", "/api/health", 200, 200, 200],
  "/api/openapi.json": ["GET", "/api/openapi.json", 200, 200, 200],
  "/api/live": ["GET", "/api/live", 401, 200, 200],
  "/api/v1/[[...path]]": ["POST", "/api/v1/nothing", 404, 404, 404],
  "/api/events": ["POST", "/api/events", 401, 401, 401],
  "/api/integrations/[source]/[[...id]]": ["POST", "/api/integrations/prometheus", 401, 401, 401],
  "/v2/enqueue": ["POST", "/v2/enqueue", 401, 401, 401],
  "/v2/change/enqueue": ["POST", "/v2/change/enqueue", 401, 401, 401],
  "/generic/2010-04-15/create_event.json": ["POST", "/generic/2010-04-15/create_event.json", 401, 401, 401],
  "/v1/json/[...path]": ["POST", "/v1/json/nothing", 404, 404, 404],
  "/v1/json/integrations/webhooks/netdata": ["POST", "/v1/json/integrations/webhooks/netdata", 401, 401, 401],
  "/v2/alerts/[[...path]]": ["POST", "/v2/alerts", 401, 401, 401],
  "/v2/heartbeats/[...path]": ["POST", "/v2/heartbeats/x/ping", 401, 401, 401],
  "/integrations/generic/20131114/alert/[...key]": ["POST", "/integrations/generic/20131114/alert/x", 401, 401, 401],
};

const destinationName = `Destination ${randomUUID()}`;
let askers: Askers;
test.beforeAll(async ({ tocsin }) => {
  askers = await makeAskers(tocsin);
});

test("the tables name every page, action and route, and nothing that is gone", () => {
  expect(Object.keys(pages).toSorted()).toEqual(addresses("page.tsx"));
  expect(Object.keys(actions).toSorted()).toEqual(
    readActions()
      .map(({ name }) => name)
      .toSorted(),
  );
  const others = addresses("route.ts").filter((address) => !/^\/api\/v1\/[^[]/.test(address));
  expect(Object.keys(routes).toSorted()).toEqual(others);
});

test("each page is shown to those who may see it, and tells others nothing", async ({
  setup,
  post,
  api,
  receiver,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const places = await makePlaces({ setup, post, api, receiver });
  for (const [address, needs] of Object.entries(pages)) {
    const where = address.replaceAll(/\[(\w+)\]/g, (_, name: string) => places(address, name));
    for (const who of ["nobody", ...roles] as const) {
      const answer = await fetch(`${baseURL}${where}`, { headers: askers[who], redirect: "manual" });
      const text = await answer.text();
      const told = outcomeOf(answer, text);
      expect(told, `${where} by ${who}`).toBe(expectedFor(needs, who));
      // An observer may see the service around a page that is not for observers.
      const unseen = { "sign-in": [setup.name, destinationName], "not-allowed": [destinationName] };
      for (const name of told === "sign-in" || told === "not-allowed" ? unseen[told] : [])
        expect(text.includes(name), `${where} names ${name} to ${who}`).toBe(false);
    }
  }
});

test("a page for which a role is too low answers 403 in the end", async ({ baseURL }) => {
  for (const where of ["/integrations", "/integrations/new/webhook", "/settings"]) {
    const answer = await fetch(`${baseURL}${where}`, { headers: askers.observer });
    expect(answer.status, where).toBe(403);
    expect(await answer.text()).toContain("needs the role");
  }
});

test("each action asks who it is before it reads anything, and refuses other sites", async ({ baseURL }) => {
  test.setTimeout(240_000);
  for (const { id, name, page, parameters } of readActions()) {
    for (const who of ["nobody", ...roles] as const) {
      const needs = actions[name] ?? "admin";
      const answer = await act(`${baseURL}${page}`, {
        id,
        parameters,
        headers: { ...askers[who], origin: `${baseURL}` },
      });
      expect(await saidBy(answer), `${name} by ${who}`).toBe(expectedFor(needs, who));
    }
    const foreign = await act(`${baseURL}${page}`, {
      id,
      parameters,
      headers: { ...askers.admin, origin: "https://evil.example" },
    });
    expect(foreign.status, `${name} from another site`).toBe(403);
  }
});

test("each route beside the API asks what it should", async ({ baseURL, tocsin }) => {
  for (const [address, [method, where, nobody, signedIn, foreign]] of Object.entries(routes)) {
    const status = async (headers: Record<string, string>) => {
      const stop = new AbortController();
      const body = method === "POST" ? { body: "{}" } : {};
      const answer = await fetch(`${baseURL}${where}`, {
        method,
        headers,
        redirect: "manual",
        signal: stop.signal,
        ...body,
      });
      stop.abort();
      return answer.status;
    };
    const origin = { origin: `${baseURL}` };
    expect(await status(origin), `${address} by nobody`).toBe(nobody);
    expect(
      await status({ ...askers.responder, origin: "https://evil.example", "sec-fetch-site": "cross-site" }),
      `${address} by another site`,
    ).toBe(foreign);
    // Signing out ends the session, so each has one that nothing else uses.
    expect(await status({ ...(await makeAskers(tocsin)).responder, ...origin }), `${address} by a responder`).toBe(
      signedIn,
    );
  }
});

type Told = "sign-in" | "not-allowed" | "shown" | "failed";

function expectedFor(needs: Needs, who: "nobody" | Role): Told {
  if (needs === "anyone") return "shown";
  if (who === "nobody" || needs === "nobody") return "sign-in";
  return allows(who, needs) ? "shown" : "not-allowed";
}

function outcomeOf(answer: Response, text: string): Told {
  // A page that streams already leads on by a tag.
  const tag = /<meta[^>]+http-equiv="refresh"[^>]+content="\d+;\s*url=([^"]+)"/i.exec(text)?.[1];
  const leadsTo = answer.headers.get("location") ?? tag ?? "";
  if (leadsTo.startsWith("/sign-in?") || leadsTo === "/sign-in") return "sign-in";
  if (leadsTo.startsWith("/not-allowed")) return "not-allowed";
  return answer.status < 400 || (answer.status === 403 && answer.url.endsWith("/not-allowed")) ? "shown" : "failed";
}

type Fixed = Pick<Fixtures, "setup" | "post" | "api" | "receiver">;

/** One of everything that an address can name; what comes back finds it by the address and the name in it. */
async function makePlaces({ setup, post, api, receiver }: Fixed) {
  const destination = await api("POST", "/destinations", {
    type: "webhook",
    name: destinationName,
    config: { url: receiver.url },
    events: ["incident.triggered"],
  });
  await api("POST", `/destinations/${destination.id}/test`);
  await post("trigger", randomUUID(), "High CPU on web-01");
  type Rows = { data: Record<string, string>[] };
  const first = async (list: string) => (await api<Rows>("GET", list)).data[0] ?? {};
  const incident = await first(`/incidents?serviceId=${setup.service.id}`);
  const request = await first(`/integrations/${setup.integration.id}/requests`);
  const delivery = await first(`/destinations/${destination.id}/deliveries`);
  const named: Record<string, string | undefined> = {
    number: incident.number,
    integrationId: setup.integration.id,
    requestId: request.id,
    deliveryId: delivery.id,
    channel: "webhook",
    source: "prometheus",
    token: "made-up",
  };
  return (address: string, name: string) =>
    String(named[name] ?? (address.startsWith("/integrations") ? destination.id : setup.service.id));
}

type Action = { id: string; name: string; page: string; parameters: string[] };

/** Every exported function of the files that say "use server", as the build has it. */
function readActions(): Action[] {
  const manifest: { node: Record<string, { workers: object; filename: string; exportedName: string }> } = JSON.parse(
    readFileSync(path.join(root, ".next/server/server-reference-manifest.json"), "utf8"),
  );
  const built = Object.entries(manifest.node);
  return files
    .filter((file) => /\.tsx?$/.test(file) && /^["']use server["']/.test(textOf(file)))
    .flatMap((file) =>
      [...textOf(file).matchAll(/^export async function (\w+)\(([^)]*)\)/gm)].map(([, name = "", list = ""]) => {
        const found = built.find(([, entry]) => entry.filename === `app/${file}` && entry.exportedName === name);
        if (!found) throw new Error(`${name} of ${file} is not in the build, so nothing uses it`);
        const [id, { workers }] = found;
        const page = addressOfFile(String(Object.keys(workers)[0]).replace(/^app\//, "")).replaceAll(
          /\[\w+\]/g,
          randomUUID(),
        );
        const parameters = list
          .split(",")
          .map((one) => one.trim())
          .filter((one) => one !== "");
        return { id, name, page, parameters };
      }),
    );
}

const textOf = (file: string) => readFileSync(path.join(root, "app", file), "utf8");

/** Calls an action as a page does, with an empty form and ids of nothing. */
function act(
  url: string,
  { id, parameters, headers }: { id: string; parameters: string[]; headers: Record<string, string> },
): Promise<Response> {
  const values = parameters.map((one) => {
    if (one.includes("FormData") && !one.includes("FormAnswer")) return "$K1";
    return one.startsWith("_before") ? null : randomUUID();
  });
  const body = new FormData();
  // An empty form has no entries of its own.
  body.set("0", JSON.stringify(values));
  return fetch(url, {
    method: "POST",
    headers: { ...headers, "next-action": id, accept: "text/x-component" },
    body,
    redirect: "manual",
  });
}

async function saidBy(answer: Response): Promise<Told> {
  const text = await answer.text();
  const leadsTo = answer.headers.get("x-action-redirect") ?? "";
  if (leadsTo.startsWith("/sign-in")) return "sign-in";
  if (text.includes("This needs the role")) return "not-allowed";
  return answer.status < 400 ? "shown" : "failed";
}
