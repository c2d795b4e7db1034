import type { IncomingMessage, ServerResponse } from "node:http";
import { isSameOrigin } from "#lib/net/same-origin";
import { securityHeaders } from "#lib/net/security-headers";
import type { Kind } from "#lib/net/what-is-at";

export type Refused = { status: number; code: string; message: string; allow?: string };

const routeMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Why Next must not see this request: it takes any POST for one of a page's forms, and fails with 500 where there is no
 * form, or no page. Undefined when it may.
 */
export function refuseMethod(request: Pick<IncomingMessage, "method" | "headers">, kind: Kind): Refused | undefined {
  const { method = "GET" } = request;
  if (kind === "route") return routeMethods.includes(method) ? undefined : notAllowed(method, routeMethods);
  if (method === "GET" || method === "HEAD") return undefined;
  if (kind === "nothing") return nothingHere;
  if (kind === "page" && method === "POST" && isForm(request)) return fromElsewhere(request);
  return notAllowed(method, ["GET", "HEAD"]);
}

/** Answers what the server itself refuses. */
export function refuse(
  request: Pick<IncomingMessage, "complete">,
  response: ServerResponse,
  { status, code, message, allow }: Refused,
): void {
  const headers = {
    ...securityHeaders(),
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...(allow && { allow }),
    // A body that nobody reads ends the connection.
    ...(!request.complete && { connection: "close" }),
  };
  response.writeHead(status, headers).end(JSON.stringify({ error: { code, message } }));
}

export const internalError: Refused = {
  status: 500,
  code: "internal",
  message: "Something went wrong in Tocsin. Try again; its log says more.",
};

export const noPath: Refused = {
  status: 400,
  code: "bad_request",
  message: "The address of the request is not a path. Check the client.",
};

/** Is it sent by one of the forms and buttons of our pages? */
function isForm({ headers }: Pick<IncomingMessage, "headers">): boolean {
  return headers["next-action"] !== undefined || (headers["content-type"] ?? "").startsWith("multipart/form-data");
}

function fromElsewhere({ headers }: Pick<IncomingMessage, "headers">): Refused | undefined {
  const plain = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  if (isSameOrigin(new Headers(plain))) return undefined;
  return {
    status: 403,
    code: "forbidden",
    message: "This form must be submitted from Tocsin itself. Open the page in Tocsin and try again.",
  };
}

const nothingHere: Refused = {
  status: 404,
  code: "not_found",
  message:
    "There is nothing at this address. Alerts go to the webhook URL on the integration's page; /api/openapi.json describes the API.",
};

function notAllowed(method: string, methods: string[]): Refused {
  const allow = methods.join(", ");
  return {
    status: 405,
    code: "method_not_allowed",
    message: `${method} is not possible here. Use ${allow}. Alerts go to the webhook URL on the integration's page.`,
    allow,
  };
}
