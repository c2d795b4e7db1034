import { createHash } from "node:crypto";
import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup as systemLookup } from "node:dns";
import net from "node:net";
import { Agent, buildConnector } from "undici";
import type { HttpRequest } from "#lib/channels/contract";
import { egressProblem, type OpenRange } from "#lib/net/egress";

/** How a name becomes addresses; tests put their own in. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type ConnectSettings = { open: readonly OpenRange[]; lookup?: Lookup };

/** What was learned while connecting. */
export type Connection = { dnsMs?: number; connectMs?: number; tlsMs?: number; address?: string };

/** Thrown instead of dialling an address that must not be reached. */
export class EgressBlocked extends Error {
  readonly code = "TOCSIN_EGRESS_BLOCKED";
}

const lookupTimeoutMs = 5_000;
const keepAliveMs = 4_000;

const bySocket = new WeakMap<net.Socket, Connection>();
const byError = new WeakMap<Error, Connection>();

/** How `socket` was connected. */
export const connectionOf = (socket: net.Socket): Connection => bySocket.get(socket) ?? {};

/** How far a connection came that ended with `error`. */
export const connectionBefore = (error: unknown): Connection =>
  (error instanceof Error ? byError.get(error) : undefined) ?? {};

/** Names the TLS identity and connect timeout of a request: requests with the same name may share sockets. */
export function agentKeyOf(request: HttpRequest): string {
  const { ca, cert, key, verify } = request.tls ?? {};
  return createHash("sha256")
    .update(JSON.stringify([request.connectTimeoutMs, ca, cert, key, verify]))
    .digest("base64");
}

/** An agent that dials only addresses `settings` permits. */
export function openAgent(request: HttpRequest, connectTimeoutMs: number, settings: ConnectSettings): Agent {
  return new Agent({
    connect: guardedConnector(request, connectTimeoutMs, settings),
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    bodyTimeout: 0,
  });
}

/** A plain connection to an address that `settings` permits; `connection` learns how far it came. Throws what went wrong. */
export async function dialGuarded(
  { host, port, timeoutMs }: { host: string; port: number; timeoutMs: number },
  settings: ConnectSettings,
  connection: Connection,
): Promise<net.Socket> {
  const problem = net.isIP(host) ? egressProblem(host, settings.open) : undefined;
  if (problem) throw new EgressBlocked(problem);
  const started = performance.now();
  const socket = net.connect({ host, port, lookup: guardedLookup(settings) });
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(Object.assign(new Error("no connection"), { code: "ETIMEDOUT" })), timeoutMs);
  socket.once("lookup", () => {
    connection.dnsMs = Math.round(performance.now() - started);
  });
  socket.once("connect", resolve).once("error", reject);
  try {
    await connected;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.off("error", reject);
  }
  connection.connectMs = Math.round(performance.now() - started - (connection.dnsMs ?? 0));
  if (socket.remoteAddress) connection.address = socket.remoteAddress;
  return socket;
}

function guardedConnector(
  request: HttpRequest,
  connectTimeoutMs: number,
  settings: ConnectSettings,
): buildConnector.connector {
  const { ca, cert, key, verify = true } = request.tls ?? {};
  const dial = buildConnector({
    allowH2: false,
    timeout: connectTimeoutMs,
    lookup: guardedLookup(settings),
    rejectUnauthorized: verify,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  });
  return (options, callback) => {
    // net.connect looks up names only, so an address written into the URL is checked here.
    const literal = options.hostname.replace(/^\[|\]$/g, "");
    const problem = net.isIP(literal) ? egressProblem(literal, settings.open) : undefined;
    if (problem) return void setImmediate(() => callback(new EgressBlocked(problem), null));
    watch(dial, options, settings.open, callback);
  };
}

function watch(
  dial: buildConnector.connector,
  options: buildConnector.Options,
  open: readonly OpenRange[],
  callback: buildConnector.Callback,
) {
  const started = performance.now();
  const connection: Connection = {};
  let tcpAt: number | undefined;
  const socket: unknown = dial(options, (...[error, connected]) => {
    if (error) {
      byError.set(error, connection);
      return callback(error, null);
    }
    if (options.protocol === "https:") connection.tlsMs = Math.round(performance.now() - (tcpAt ?? started));
    if (!connected.remoteAddress)
      return callback(Object.assign(new Error("closed at once"), { code: "ECONNRESET" }), null);
    connection.address = connected.remoteAddress;
    // The socket can only have dialled a vetted address; this catches a bug, not an attacker.
    const problem = egressProblem(connection.address, open);
    if (problem) {
      connected.destroy();
      return callback(new EgressBlocked(problem), null);
    }
    bySocket.set(connected, connection);
    callback(null, connected);
  });
  if (!(socket instanceof net.Socket)) return;
  socket.once("lookup", () => {
    connection.dnsMs = Math.round(performance.now() - started);
  });
  socket.once("connect", () => {
    tcpAt = performance.now();
    connection.connectMs = Math.round(tcpAt - started - (connection.dnsMs ?? 0));
    if (socket.remoteAddress) connection.address = socket.remoteAddress;
  });
}

type NetLookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

function guardedLookup({ open, lookup = systemLookup }: ConnectSettings) {
  return (hostname: string, options: LookupOptions, callback: NetLookupCallback) => {
    const answer = once(callback);
    const timer = setTimeout(
      () => answer(Object.assign(new Error("name lookup timed out"), { code: "ETIMEOUT", syscall: "getaddrinfo" }), []),
      lookupTimeoutMs,
    );
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      clearTimeout(timer);
      if (error) return answer(error, []);
      const permitted = addresses.filter((one) => !egressProblem(one.address, open));
      const [first] = permitted;
      if (!first) return answer(new EgressBlocked(egressProblem(addresses[0]?.address ?? "", open)), []);
      if (options.all) answer(null, permitted);
      else answer(null, first.address, first.family);
    });
  };
}

function once(callback: NetLookupCallback): NetLookupCallback {
  let called = false;
  return (...answer) => {
    if (called) return;
    called = true;
    callback(...answer);
  };
}
