// The web process: alerts go straight to intake (the fast lane), streams of changes to lib/live, everything else to Next.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { closeDatabase } from "#db/client";
import { again } from "#lib/again";
import { preparePasswords } from "#lib/auth/password";
import { flushWakes } from "#lib/change/wake";
import { now } from "#lib/clock";
import { doorAt } from "#lib/doors/index";
import { receiveNode } from "#lib/doors/node-mount";
import { env } from "#lib/env";
import { livePath } from "#lib/live/answer";
import { streamNode } from "#lib/live/node-mount";
import { closeStreams } from "#lib/live/streams";
import { log } from "#lib/log";
import { startMailListener } from "#lib/mail-in/listen";
import { addressOf, answerBroken, type Broken } from "#lib/net/incoming";
import { ownUrl, prepareForNext } from "#lib/net/prepare-for-next";
import { internalError, noPath, refuse, refuseMethod } from "#lib/net/refuse";
import { readPlaces } from "#lib/net/what-is-at";
import { hasFailedSince } from "#lib/page-failures";
import { provision } from "#lib/provision";
import { watchPools } from "#lib/watchdog";

const drainMs = 8_000;
const longestStopMs = 10_000;
const {
  PORT: port,
  HOST: host,
  NODE_ENV: mode,
  TOCSIN_TRUST_PROXY: trustsProxy,
  TOCSIN_FAST_LANE: hasFastLane,
} = env();

const isDevelopment = mode === "development";
const whatIsAt = readPlaces(import.meta.dirname, isDevelopment);

const server = createServer({
  keepAliveTimeout: 65_000,
  headersTimeout: 20_000,
  requestTimeout: 60_000,
  maxHeaderSize: 32_768,
  // Next listens for upgrades, and would leave every request that offers one (curl --http2, Java's clients) without an answer.
  shouldUpgradeCallback: ({ url }) => isDevelopment && (url ?? "").startsWith("/_next/"),
});
const app = next({ dev: isDevelopment, hostname: host, port, httpServer: server });
await Promise.all([app.prepare(), again("provision", () => provision(now())), preparePasswords()]);
const toNext = app.getRequestHandler();
if (isDevelopment) server.on("upgrade", app.getUpgradeHandler());

server.on("request", (request, response) => void answer(request, response));
server.on("clientError", (error: Broken, socket) => answerBroken(error, socket));
server.once("error", cannotListen);
server.listen(port, host, () => log.info({ port, host }, "web is listening"));
watchPools(() => process.exit(1));
const mailing = startMailListener().catch(cannotListen);

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

function cannotListen(error: unknown): never {
  log.fatal({ error }, "the web process cannot listen");
  process.exit(1);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ip = addressOf(request, trustsProxy);
  // The last answers of a server that is stopping end their connections.
  if (!server.listening) response.shouldKeepAlive = false;
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  try {
    const door = hasFastLane ? doorAt(path) : undefined;
    if (door) await receiveNode(door, request, response, ip);
    else if (hasFastLane && path === livePath && request.method === "GET") await streamNode(request, response);
    else await answerByNext(request, response, ip);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    log.error({ error, path }, "a request failed");
    refuse(request, response, internalError);
  }
}

async function answerByNext(request: IncomingMessage, response: ServerResponse, ip: string): Promise<void> {
  const url = ownUrl(request.url ?? "/");
  if (url === undefined) return refuse(request, response, noPath);
  request.url = url;
  const kind = whatIsAt(url.split("?", 1)[0] ?? "/");
  const refused = refuseMethod(request, kind);
  if (refused) return refuse(request, response, refused);
  prepareForNext(request, response, kind, { ip, trustsProxy, isDevelopment });
  await toNext(request, truthful(response, request.method === "POST"));
}

/** A page that failed because the database was away is answered 503, with when to come back; an unreadable form is 400, not 500. */
function truthful(response: ServerResponse, isForm: boolean): ServerResponse {
  const begun = performance.now();
  let code = response.statusCode;
  Object.defineProperty(response, "statusCode", {
    get: () => code,
    set: (wanted: number) => {
      code = wanted;
      if (wanted !== 500) return;
      if (isForm && hasFailedSince(begun, 400)) code = 400;
      if (!hasFailedSince(begun, 503)) return;
      code = 503;
      response.setHeader("retry-after", "5");
    },
  });
  return response;
}

/** Takes no new requests, lets those under way finish, and is gone within ten seconds whatever they do. */
async function stop(): Promise<void> {
  log.info("web is stopping");
  setTimeout(() => process.exit(1), longestStopMs).unref();
  const drained = Promise.all([new Promise((resolve) => server.close(resolve)), mailing.then((mail) => mail?.close())]);
  closeStreams();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([drained, sleep(drainMs)]);
  clearInterval(sweep);
  server.closeAllConnections();
  await flushWakes();
  await closeDatabase();
  process.exit(0);
}
