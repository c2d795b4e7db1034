import { endSession } from "#lib/auth/end-session";
import { currentPerson, dropSessionCookie } from "#lib/auth/session";
import { now } from "#lib/clock";
import { isSameOrigin } from "#lib/net/same-origin";

/** `<form method="post" action="/sign-out">` ends the session and leads to the sign-in page. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response("Sign out from a page of Tocsin.", { status: 403 });
  const person = await currentPerson();
  if (person) await endSession(person.sessionId, now());
  await dropSessionCookie();
  return new Response(null, { status: 303, headers: { location: "/sign-in" } });
}
