import { currentPerson } from "#lib/auth/session";
import { openStream, streamHeaders } from "#lib/live/streams";

export const dynamic = "force-dynamic";

/** What changes, as it changes, for the browsers of people who are signed in. */
export async function GET(request: Request): Promise<Response> {
  const person = await currentPerson();
  if (!person)
    return Response.json(
      { error: { code: "unauthenticated", message: "Sign in to follow what changes." } },
      { status: 401 },
    );
  return new Response(await openStream(request.signal, person), { headers: streamHeaders });
}
