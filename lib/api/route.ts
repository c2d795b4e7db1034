import type { Actor, Role } from "#db/vocabulary";
import { answerTo } from "#lib/api/answer-to";
import { permitApi } from "#lib/auth/permit";
import { now } from "#lib/clock";

/** One call of the API: who asks and what they may, the names in its path, and the moment it counts as. */
export type Call<Name extends string = never> = {
  request: Request;
  params: Record<Name, string>;
  actor: Actor;
  role: Role;
  now: Date;
};

type Context<Name extends string> = { params: Promise<Record<Name, string>> };
type Handler<Name extends string> = (request: Request, context: Context<Name>) => Promise<Response>;

/**
 * A route handler for those with `role` and above. What `answer` returns is sent as JSON (nothing as 204); a refusal or a
 * schema that does not fit becomes `{ "error": … }`, and a bug is logged once.
 */
export function apiRoute<Name extends string = never>(
  role: Role,
  answer: (call: Call<Name>) => Promise<Response | object | undefined>,
): Handler<Name> {
  return (request, context) =>
    answerTo(request, async () => {
      const { role: own, ...actor } = await permitApi(request, role);
      return answer({ request, params: await context.params, actor, role: own, now: now() });
    });
}

const methodNames = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methodNames)[number];
type Handlers<Name extends string> = Partial<Record<Method, Handler<Name>>>;

/** All methods of one path: those of `handlers`, and for the others an answer that names the ones there are. */
export function methods<Name extends string = never>(
  handlers: Handlers<Name>,
): Record<Method | "OPTIONS", Handler<Name>> {
  const allow = methodNames.filter((method) => handlers[method]).join(", ");
  const refuse =
    (method: string): Handler<Name> =>
    (request) =>
      answerTo(request, async () => methodNotAllowed(method, allow));
  return {
    GET: handlers.GET ?? refuse("GET"),
    POST: handlers.POST ?? refuse("POST"),
    PUT: handlers.PUT ?? refuse("PUT"),
    PATCH: handlers.PATCH ?? refuse("PATCH"),
    DELETE: handlers.DELETE ?? refuse("DELETE"),
    OPTIONS: async () => new Response(null, { status: 204, headers: { allow } }),
  };
}

function methodNotAllowed(method: string, allow: string): Response {
  const message = `${method} is not possible here. Use ${allow}.`;
  return Response.json({ error: { code: "method_not_allowed", message } }, { status: 405, headers: { allow } });
}
