import net from "node:net";
import { createTransport } from "nodemailer";
import type { SmtpRequest } from "#lib/channels/contract";
import { env } from "#lib/env";
import { type Connection, type ConnectSettings, dialGuarded } from "#lib/net/connect";
import { parseOpenRanges } from "#lib/net/egress";
import { type Failure, failureOf } from "#lib/net/failure";
import { type Exchange, failedExchange, interrupted, timingsOf } from "#lib/net/http";

const connectTimeoutMs = 10_000;
const answerTimeoutMs = 15_000;
/** For all that is said together. */
const longestMs = 60_000;

/**
 * Sends a mail, or signs in where there is none, and gives what the server said as an exchange: its last code is the status. Never throws for what the other
 * side does. Addresses are guarded as those of HTTP are.
 */
export async function sendMail(
  request: SmtpRequest,
  signal?: AbortSignal,
  settings: ConnectSettings = { open: parseOpenRanges(env().TOCSIN_EGRESS_ALLOW) },
): Promise<Exchange> {
  const { host, port } = request.server;
  const started = performance.now();
  const connection: Connection = {};
  const since = () => Math.round(performance.now() - started);
  try {
    const socket = await dialGuarded({ host, port, timeoutMs: connectTimeoutMs }, settings, connection);
    const line = await within(socket, signal, () => converse(request, socket));
    const response = { status: 250, headers: {}, body: line, truncated: false };
    return { response, timings: timingsOf(connection, since(), since()), remoteAddress: connection.address ?? null };
  } catch (error) {
    const said = answerIn(error);
    if (said)
      return {
        response: { ...said, headers: {}, truncated: false },
        timings: timingsOf(connection, since(), since()),
        remoteAddress: connection.address ?? null,
      };
    const failure = signal?.aborted ? interrupted : whyFailed(error, request, connection);
    return failedExchange(failure, connection, null, since());
  }
}

/** Ends the connection when the time is over or Tocsin stops. */
async function within<Result>(socket: net.Socket, signal: AbortSignal | undefined, work: () => Promise<Result>) {
  const bound = AbortSignal.timeout(longestMs);
  const signals = signal ? AbortSignal.any([bound, signal]) : bound;
  const end = () => socket.destroy(Object.assign(new Error("too long"), { code: "UND_ERR_HEADERS_TIMEOUT" }));
  signals.addEventListener("abort", end, { once: true });
  try {
    return await work();
  } finally {
    signals.removeEventListener("abort", end);
    socket.destroy();
  }
}

async function converse({ server, mail }: SmtpRequest, socket: net.Socket): Promise<string> {
  const transport = transportTo(server, socket, !mail);
  // The library says only that it was let in.
  if (!mail) return transport.verify().then(() => "");
  const { thread, ...rest } = mail;
  const { response } = await transport.sendMail({ ...rest, ...(thread && { inReplyTo: thread, references: thread }) });
  return response;
}

function transportTo(
  { host, port, security, user, password = "", verify = true }: SmtpRequest["server"],
  socket: net.Socket,
  mustSignIn: boolean,
) {
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user && { auth: { user, pass: password }, forceAuth: mustSignIn }),
    tls: { rejectUnauthorized: verify, ...(net.isIP(host) === 0 && { servername: host }) },
    greetingTimeout: answerTimeoutMs,
    socketTimeout: answerTimeoutMs,
    getSocket: (_options, callback) => callback(null, { connection: socket }),
    // What a channel writes is text; nothing is read from files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** The refusal of the server, when it gave one. That it does not know STARTTLS is a matter of the settings. */
function answerIn(error: unknown): { status: number; body: string } | undefined {
  if (error instanceof Error && "code" in error && error.code === "ETLS") return undefined;
  if (!(error instanceof Error) || !("responseCode" in error) || typeof error.responseCode !== "number")
    return undefined;
  const body = "response" in error && typeof error.response === "string" ? error.response : "";
  return { status: error.responseCode, body };
}

function whyFailed(error: unknown, { server: { host, port } }: SmtpRequest, connection: Connection): Failure {
  const url = new URL(`smtp://${host.includes(":") ? `[${host}]` : host}:${port}`);
  const cause = withOwnCode(error);
  if (cause.code === "ETLS")
    return {
      class: "tls_failed",
      text: `The mail server does not offer TLS as set on port ${port}. Check the security and the port.`,
    };
  if (cause.code === "ETIMEDOUT" && connection.connectMs !== undefined)
    return { class: "timed_out", text: `The mail server did not answer within ${answerTimeoutMs / 1000} s.` };
  return failureOf(cause, { url, connection, connectTimeoutMs, requestTimeoutMs: longestMs });
}

// The library puts its own code over that of the system, and keeps that one beside it.
function withOwnCode(error: unknown): Error & { code?: unknown } {
  const found = error instanceof Error ? error : new Error(String(error));
  const code = "originalCode" in found ? found.originalCode : "code" in found ? found.code : undefined;
  return Object.assign(new Error(found.message), { code });
}
