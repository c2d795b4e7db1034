import { ZodError } from "zod";
import { newId } from "#db/id";
import { log } from "#lib/log";
import { misfit, type Refusal, refusalFor } from "#lib/refusal";

/** What the API says when it refuses. */
export type ApiError = {
  error: { code: string; message: string; fields?: Record<string, string>; requestId?: string };
};

/** Runs `answer` and makes a response of whatever comes of it. Nothing it throws gets through. */
export async function answerTo(
  request: Request,
  answer: () => Promise<Response | object | undefined>,
): Promise<Response> {
  try {
    return notStored(responseOf(await answer()));
  } catch (error) {
    return notStored(errorResponse(request, error));
  }
}

function responseOf(answered: Response | object | undefined): Response {
  if (answered instanceof Response) return answered;
  return answered === undefined ? new Response(null, { status: 204 }) : Response.json(answered);
}

// Answers hold keys and what is true only now.
function notStored(response: Response): Response {
  response.headers.set("cache-control", "no-store");
  return response;
}

function errorResponse(request: Request, error: unknown): Response {
  const refusal = error instanceof ZodError ? misfit(error) : refusalFor(error);
  return refusal ? refusalResponse(refusal) : bugResponse(request, error);
}

function refusalResponse({ code, message, fields, status, retryAfterSeconds }: Refusal): Response {
  const body: ApiError = { error: { code, message, ...(fields && { fields }) } };
  const headers = {
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    ...(status === 401 && { "www-authenticate": "Bearer" }),
  };
  return Response.json(body, { status, headers });
}

function bugResponse(request: Request, error: unknown): Response {
  const requestId = newId();
  log.error({ error, requestId, method: request.method, path: new URL(request.url).pathname }, "an API request failed");
  const message = `Tocsin failed to do this. Try again; if it fails again, look for ${requestId} in the log of the server.`;
  const body: ApiError = { error: { code: "internal", message, requestId } };
  return Response.json(body, { status: 500 });
}
