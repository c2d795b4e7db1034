import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "#lib/net/security-headers";
import { lastOf } from "#lib/net/trust-forwarded";

/** A request that could not be read, as node:http reports it. */
export type Broken = Error & { code?: string };

/**
 * Who sends: the other end of the connection; behind a proxy of ours the last address of X-Forwarded-For, which is the
 * one that the proxy itself has added (those before it are whatever the client wrote).
 */
export function addressOf(request: Pick<IncomingMessage, "headers" | "socket">, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? lastOf(request.headers["x-forwarded-for"]) : "";
  return (forwarded || request.socket.remoteAddress || "unknown").replace(/^::ffff:(?=\d+\.)/, "");
}

const answers: Record<string, [status: string, code: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "too_large",
    "The headers and the address together are larger than 32 KiB. Send long values in the body.",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    "408 Request Timeout",
    "bad_request",
    "The request took longer than a minute to arrive. Send it again.",
  ],
};
const malformed: [string, string, string] = [
  "400 Bad Request",
  "bad_request",
  "This is not a well-formed HTTP request. Check the client, and that it speaks http and not https to this port.",
];

/** Answers a request that did not get as far as being one. */
export function answerBroken(error: Broken, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, code, message] = answers[error.code ?? ""] ?? malformed;
  const body = JSON.stringify({ error: { code, message } });
  const headers = {
    ...securityHeaders(),
    connection: "close",
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`);
}
