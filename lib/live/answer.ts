import type { Role } from "#db/vocabulary";
import { cookieOf } from "#lib/auth/cookie-of";
import { allows } from "#lib/auth/roles";
import { personOfToken, sessionCookie } from "#lib/auth/session-token";
import { now } from "#lib/clock";
import { type Followed, namesIntegration } from "#lib/live/followers";
import { follow, isFull, type Outlet, openStream } from "#lib/live/streams";
import { Refusal, refusalFor } from "#lib/refusal";

export const livePath = "/api/live";

type Plain = Record<string, string>;

/** A stream that `open` begins, given where its messages go; or why there is none. `open` returns how to leave. */
export type LiveAnswer =
  | { status: 200; headers: Plain; open(outlet: Outlet): () => void }
  | { status: number; headers: Plain; body: string };

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // "no-transform" keeps compression off, which would hold messages back.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};
const refusalHeaders = { "content-type": "application/json", "cache-control": "no-store" };

/** Past this many topics everything is followed: telling more is cheaper than comparing. */
const mostFollowed = 200;
const fullForSeconds = 30;

/**
 * Answers `GET /api/live?topics=incidents,incident:<id>`, for both ways into this process: what changes, as it changes, for
 * the browsers of people who are signed in. Without `topics`, or with "*", everything is followed.
 */
export async function answerLive(headers: Headers, query: string): Promise<LiveAnswer> {
  try {
    const { id: personId, sessionId, role } = await admitted(headers);
    const named = new URLSearchParams(query).get("topics");
    const subscription = { personId, sessionId, role, followed: followedOf(named, role), wantsRecent: named !== null };
    return { status: 200, headers: streamHeaders, open: (outlet) => openStream(outlet, subscription) };
  } catch (error) {
    const refusal = refusalFor(error);
    if (!refusal) throw error;
    return refused(refusal);
  }
}

async function admitted(headers: Headers) {
  // Asked first too: a full server has better things to do than reading cookies.
  if (isFull()) throw full();
  const person = await personOfToken(cookieOf(headers, sessionCookie().name), now());
  if (!person) throw new Refusal("unauthenticated", "Sign in to follow what changes.");
  await follow();
  if (isFull(person.id)) throw full();
  return person;
}

function full(): Refusal {
  const message = "Too many browsers follow changes at once. Read what you show every 30 seconds, and try again then.";
  return new Refusal("too_many_streams", message, { retryAfterSeconds: fullForSeconds });
}

const isTopic = (text: string): boolean => /^(\*|[a-z]+(:[\w-]{1,64})?)$/.test(text);

function followedOf(named: string | null, role: Role): Followed {
  const isInsider = allows(role, "responder");
  const topics = new Set(
    named?.split(",").filter((topic) => isTopic(topic) && (isInsider || !namesIntegration(topic))),
  );
  if (named !== null && !topics.has("*") && topics.size <= mostFollowed) return topics;
  return isInsider ? "everything" : "everything nameless";
}

function refused({ code, message, status, retryAfterSeconds }: Refusal): LiveAnswer {
  const retryAfter: Plain = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return { status, headers: { ...refusalHeaders, ...retryAfter }, body: JSON.stringify({ error: { code, message } }) };
}
