import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { db } from "#db/client";
import { newId } from "#db/id";
import { destinations, subscriptions } from "#db/schema/delivery";
import { type Channel, defineChannel, type HttpResponse, type Past, type Verdict } from "#lib/channels/contract";
import { channels } from "#lib/channels/index";
import { field } from "#lib/forms/meta";

/** What the slow probe bears. */
export const slowPerMinute = 20;

/** A channel whose receiver says in its answer what is to be thought of it: `{"kind": "delivered", "ref": {…}}`. */
const probeCalled = (id: string, limits?: NonNullable<Channel["limits"]>) =>
  defineChannel({
    id,
    name: "Probe",
    group: "Universal",
    description: "For the tests of delivery.",
    config: z.object({ url: z.string().meta(field({ label: "URL" })) }),
    maxText: { title: 1_000, body: 1_000 },
    address: z.object({ room: z.string() }),
    ...(limits && { limits }),
    tell: ({ type }, { config: { url }, address }, past) =>
      type === "incident.noted"
        ? undefined
        : request("POST", `${url}/tell`, JSON.stringify({ type, past, ...(address && { room: address.room }) })),
    read,
    confirm: { ask: ({ ticket = "" }, { url }) => request("GET", `${url}/ask/${ticket}`, ""), read },
    check: { ask: (given) => request("GET", `${given.url}/ask/check`, ""), good: "The probe says so." },
    target: ({ url }) => url,
    setup: "",
    example: { url: "http://127.0.0.1:1" },
  });
const probes = [probeCalled("probe"), probeCalled("slow-probe", { perMinute: slowPerMinute })];

/** Gives this process the probes beside its own channels. */
export function addProbes(): void {
  // The list is read-only for everybody else.
  for (const probe of probes) if (!channels.includes(probe)) (channels as Channel[]).push(probe);
}

const request = (method: "GET" | "POST", url: string, body: string) => ({ method, url, headers: {}, body });

// The receivers of the tests write verdicts.
function read({ status, body }: HttpResponse): Verdict {
  return status === 200 ? (JSON.parse(body) as Verdict) : { kind: "retry", why: "" };
}

/** What the probe was asked: to take a message, with what was known of its subject, or what became of a ticket. */
export type Asked = { type: string; past: Past; room?: string } | { ticket: string };
export type ProbeEnd = { url: string; asked: Asked[]; close(): void };

/** The other end of the probe; `answer` gives the verdict, or a status. Gives this process the probes too. */
export async function startProbe(answer: (asked: Asked, times: number) => Verdict | number): Promise<ProbeEnd> {
  addProbes();
  const asked: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    const [, ticket] = /^\/ask\/(.*)$/.exec(incoming.url ?? "") ?? [];
    const one: Asked = ticket === undefined ? JSON.parse(await text(incoming)) : { ticket };
    asked.push(one);
    const verdict = answer(one, asked.length);
    if (typeof verdict === "number") response.writeHead(verdict).end();
    else response.end(JSON.stringify(verdict));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A destination that sends by the probe to `url`. */
export async function createProbeDestination(url: string, type = "probe"): Promise<string> {
  const id = newId();
  const at = new Date(Date.now() - 86_400_000);
  const events = ["incident.triggered", "incident.acknowledged", "incident.noted", "incident.resolved"];
  await db()
    .insert(destinations)
    .values({
      id,
      type,
      name: `Probe ${id.slice(-4)}`,
      config: { url },
      statsFrom: at,
      createdAt: at,
      provenAt: new Date(),
    });
  await db().insert(subscriptions).values({ destinationId: id, ownerKind: "card", events, createdAt: at });
  return id;
}
