import diagnostics from "node:diagnostics_channel";
import type net from "node:net";
import type { Agent, Dispatcher } from "undici";
import type { HttpRequest, HttpResponse } from "#lib/channels/contract";
import { env } from "#lib/env";
import {
  agentKeyOf,
  type Connection,
  type ConnectSettings,
  connectionBefore,
  connectionOf,
  openAgent,
} from "#lib/net/connect";
import { parseOpenRanges } from "#lib/net/egress";
import { type Failure, failureOf, isReset } from "#lib/net/failure";
import { readBody } from "#lib/net/read-body";

/** Milliseconds of each phase; null where there was none, as with a reused connection. */
export type Timings = {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  waitMs: number | null;
  totalMs: number;
};

/** What came of one request. Success or failure is decided at the headers; the body is only for the log. */
export type Exchange = (
  | { response: HttpResponse & { truncated: boolean }; failure?: undefined }
  | { response?: undefined; failure: Failure }
) & {
  timings: Timings;
  remoteAddress: string | null;
};

/** The one way out to other people's servers. */
export type Http = {
  /** Never throws for what the other side does. Aborting `signal` ends it as "interrupted". Of the answer `mostBytes` are read. */
  send(request: HttpRequest, signal?: AbortSignal, mostBytes?: number): Promise<Exchange>;
  close(): Promise<void>;
};

export const defaultConnectTimeoutMs = 20_000;
export const defaultRequestTimeoutMs = 15_000;
const bodyLimitBytes = 16 * 1024;
const bodyLimitMs = 2_000;
const mostAgents = 200;

let shared: { allow: string; http: Http } | undefined;

/** The way out of this process, with the private ranges that TOCSIN_EGRESS_ALLOW opens. */
export function http(): Http {
  const allow = env().TOCSIN_EGRESS_ALLOW;
  if (shared?.allow !== allow) shared = { allow, http: openHttp({ open: parseOpenRanges(allow) }) };
  return shared.http;
}

/** A way out of its own. */
export function openHttp(settings: ConnectSettings): Http {
  const agents = new Map<string, Agent>();
  return {
    send: (request, signal, mostBytes = bodyLimitBytes) =>
      send(request, { agent: () => agentFor(agents, request, settings), mostBytes }, signal),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

function agentFor(agents: Map<string, Agent>, request: HttpRequest, settings: ConnectSettings): Agent {
  const key = agentKeyOf(request);
  const agent = agents.get(key) ?? openAgent(request, request.connectTimeoutMs ?? defaultConnectTimeoutMs, settings);
  // The map keeps the order of use, so that the first one is the longest unused.
  agents.delete(key);
  agents.set(key, agent);
  const [oldest] = agents;
  if (agents.size > mostAgents && oldest) {
    agents.delete(oldest[0]);
    void oldest[1].close();
  }
  return agent;
}

type Means = { agent: () => Agent; mostBytes: number };

async function send(request: HttpRequest, { agent, mostBytes }: Means, signal?: AbortSignal): Promise<Exchange> {
  const started = performance.now();
  const url = URL.parse(request.url);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return failedExchange({ class: "rejected", text: "The address must start with https:// or http://." }, {}, null, 0);
  }
  const limits = {
    connectTimeoutMs: request.connectTimeoutMs ?? defaultConnectTimeoutMs,
    requestTimeoutMs: request.requestTimeoutMs ?? defaultRequestTimeoutMs,
  };
  const bound = AbortSignal.timeout(limits.connectTimeoutMs + limits.requestTimeoutMs + 1_000);
  const signals = signal ? AbortSignal.any([bound, signal]) : bound;
  const call: Call = { repeated: false };
  try {
    const answered = await answerTo(request, url, agent(), limits.requestTimeoutMs, signals, call);
    const waitMs = call.sentAt === undefined ? null : since(call.sentAt);
    const read = await readBody(answered.body, mostBytes, bodyLimitMs);
    const response = {
      status: answered.statusCode,
      headers: plainHeaders(answered.headers),
      body: read.text,
      truncated: read.truncated,
    };
    return {
      response,
      timings: timingsOf(call.connection, waitMs, since(started)),
      remoteAddress: call.connection?.address || null,
    };
  } catch (error) {
    const connection = call.connection ?? connectionBefore(error);
    const failure = signal?.aborted ? interrupted : failureOf(error, { url, connection, ...limits });
    return failedExchange(failure, connection, call.sentAt === undefined ? null : since(call.sentAt), since(started));
  }
}

export const interrupted: Failure = {
  class: "interrupted",
  text: "Tocsin stopped before the answer came. The message is sent again.",
};

/** Makes the request; repeats it once when an idle connection turns out to be closed already. */
async function answerTo(
  request: HttpRequest,
  url: URL,
  agent: Agent,
  headersTimeout: number,
  signal: AbortSignal,
  call: Call,
): Promise<Dispatcher.ResponseData> {
  try {
    return await dispatch(call, () =>
      agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: request.headers,
        body: request.body || null,
        headersTimeout,
        signal,
      }),
    );
  } catch (error) {
    const hadNoAnswer = call.socket !== undefined && call.socket.bytesRead === call.bytesReadBefore;
    if (call.repeated || !call.reused || !hadNoAnswer || !isReset(error) || signal.aborted) throw error;
    call.repeated = true;
    return answerTo(request, url, agent, headersTimeout, signal, call);
  }
}

/** What is learned of a request on its way, from undici's diagnostics: it gives the socket to nobody else. */
type Call = {
  repeated: boolean;
  sentAt?: number;
  socket?: net.Socket;
  connection?: Connection;
  reused?: boolean;
  bytesReadBefore?: number;
};

const calls = new WeakMap<object, Call>();
const used = new WeakSet<net.Socket>();
let starting: Call | undefined;

function dispatch<T>(call: Call, start: () => T): T {
  starting = call;
  try {
    return start();
  } finally {
    starting = undefined;
  }
}

// Published while `start` runs above, so the request is the one of `starting`.
diagnostics.subscribe("undici:request:create", (message) => {
  if (starting) calls.set((message as { request: object }).request, starting);
});

diagnostics.subscribe("undici:client:sendHeaders", (message) => {
  const { request, socket } = message as { request: object; socket: net.Socket };
  const call = calls.get(request);
  if (!call) return;
  const reused = used.has(socket);
  used.add(socket);
  const { address } = connectionOf(socket);
  const connection = reused ? { ...(address && { address }) } : connectionOf(socket);
  Object.assign(call, { sentAt: performance.now(), socket, connection, reused, bytesReadBefore: socket.bytesRead });
});

export function failedExchange(
  failure: Failure,
  connection: Connection,
  waitMs: number | null,
  totalMs: number,
): Exchange {
  return { failure, timings: timingsOf(connection, waitMs, totalMs), remoteAddress: connection.address || null };
}

export function timingsOf(connection: Connection | undefined, waitMs: number | null, totalMs: number): Timings {
  return {
    dnsMs: connection?.dnsMs ?? null,
    connectMs: connection?.connectMs ?? null,
    tlsMs: connection?.tlsMs ?? null,
    waitMs,
    totalMs,
  };
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(entries);
}

const since = (moment: number) => Math.round(performance.now() - moment);
