/** An answer of the API that is not a success, with the words to show. */
export class Unanswered extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = "Unanswered";
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** What is said when no answer came. */
export const unreachable = "Tocsin cannot be reached. Check your connection and try again.";

export type Question = { method?: "GET" | "POST" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal };

/**
 * Asks our own REST API as the signed-in person. Throws `Unanswered` with text that can be shown.
 * The answer's shape is the one the API documents; the caller names it.
 */
export async function ask<Answer>(
  path: `/api/v1/${string}`,
  { method = "GET", body, signal }: Question = {},
): Promise<Answer> {
  const response = await reach(path, {
    method,
    headers: { accept: "application/json", ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  if (!response.ok) throw unansweredOf(response.status, answer);
  if (answer === undefined) throw new Unanswered(0, "cut_off", "The connection broke before the whole answer came.");
  return trusted<Answer>(answer);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof Unanswered || (error instanceof DOMException && error.name === "AbortError")) throw error;
    throw new Unanswered(0, "unreachable", unreachable);
  }
}

function unansweredOf(status: number, answer: unknown): Unanswered {
  const said = isRefusal(answer) ? answer.error : undefined;
  if (status === 401)
    return new Unanswered(status, "unauthenticated", "You are signed out. Sign in again to continue.");
  return new Unanswered(
    status,
    said?.code ?? "failed",
    said?.message ?? `Tocsin could not answer (${status}). Try again in a moment.`,
    said?.fields,
  );
}

function isRefusal(
  answer: unknown,
): answer is { error: { code: string; message: string; fields?: Record<string, string> } } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "error" in answer &&
    typeof answer.error === "object" &&
    answer.error !== null &&
    "message" in answer.error
  );
}

// The API and this code are one build; what a route answers is typed and tested there.
function trusted<Answer>(answer: unknown): Answer {
  return answer as Answer;
}
