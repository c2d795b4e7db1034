import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pagePolicy, securityHeaders } from "#lib/net/security-headers";
import { trustForwarded } from "#lib/net/trust-forwarded";
import type { Kind } from "#lib/net/what-is-at";

/** Where a page leads somebody whose role is too low for it. */
export const notAllowedPath = "/not-allowed";

type Known = { ip: string; trustsProxy: boolean; isDevelopment: boolean };

/** Path and query of a request's target, also of one that is a whole address; undefined when it has none. */
export function ownUrl(target: string): string | undefined {
  if (target.startsWith("/")) return target;
  const whole = /^https?:/i.test(target) ? URL.parse(target) : null;
  return whole ? `${whole.pathname}${whole.search}` : undefined;
}

/** Gives Next what only the server knows, takes away what a client claims about itself, and gives the answer its security headers. */
export function prepareForNext(request: IncomingMessage, response: ServerResponse, kind: Kind, known: Known): void {
  const { headers } = request;
  headers["x-real-ip"] = known.ip;
  headers["x-forwarded-for"] = known.ip;
  trustForwarded(headers, known.trustsProxy);
  // Where signing in leads back to; pages cannot see their own address.
  headers["x-tocsin-path"] = request.url ?? "/";
  for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value);
  for (const name of ["x-nonce", "content-security-policy", "content-security-policy-report-only"])
    delete headers[name];
  // A page cannot choose its status.
  if (request.url?.startsWith(notAllowedPath)) response.statusCode = 403;
  // Where there is nothing, Next shows a page that says so.
  if (kind === "page" || kind === "nothing") allowScripts(request, response, known.isDevelopment);
}

/** Next writes the nonce that it finds in the policy of the request into the scripts of the page. */
function allowScripts(request: IncomingMessage, response: ServerResponse, isDevelopment: boolean): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, isDevelopment);
  request.headers["x-nonce"] = nonce;
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
}
