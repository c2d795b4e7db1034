import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { isSetUp } from "#db/queries/people";
import type { Actor, Role } from "#db/vocabulary";
import { actorOf } from "#lib/auth/actor-of";
import { findApiKey } from "#lib/auth/api-key";
import { cookieOf } from "#lib/auth/cookie-of";
import { allows, roleOfScopes, roleTexts } from "#lib/auth/roles";
import { safePath } from "#lib/auth/safe-path";
import { currentPerson, type Person } from "#lib/auth/session";
import { personOfToken, sessionCookie } from "#lib/auth/session-token";
import { now } from "#lib/clock";
import { isSameOrigin } from "#lib/net/same-origin";
import { Refusal } from "#lib/refusal";

/**
 * Who asks, if they may do what needs `role`; for pages and actions. Signed out leads to the sign-in page (or to the first
 * run, when there is no company yet). Too low a role leads a page to one that says so; in an action it throws a Refusal.
 */
export async function permit(role: Role): Promise<Person> {
  const person = await currentPerson();
  if (!person) return leadToSignIn();
  if (!allows(person.role, role)) return leadAway(person.role, role);
  return person;
}

/**
 * Who asks, if they may do what needs `role`; for routes. By `Authorization: Bearer sk_live_…`, else by the session
 * cookie, with which a change must come from a page of ours. Throws a Refusal.
 */
export async function permitApi(request: Request, role: Role): Promise<Actor & { role: Role }> {
  const asked = (await byApiKey(request)) ?? (await bySession(request));
  if (!allows(asked.role, role))
    throw asked.kind === "api_key" ? scopeTooLow(asked.name, role) : tooLow(asked.role, role);
  return asked;
}

async function leadToSignIn(): Promise<never> {
  if (!(await isSetUp())) redirect("/setup");
  const from = (await headers()).get("x-tocsin-path");
  const wanted = safePath(from, "/");
  redirect(wanted === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(wanted)}`);
}

async function leadAway(has: Role, needs: Role): Promise<never> {
  // Next shows what an action throws to the action's caller, but of what a page throws only that something failed.
  if ((await headers()).has("next-action")) throw tooLow(has, needs);
  return redirect(`/not-allowed?needs=${needs}`);
}

async function byApiKey(request: Request): Promise<(Actor & { role: Role }) | null> {
  const header = request.headers.get("authorization");
  if (!header) return null;
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  const found = token && (await findApiKey(token));
  if (!found)
    throw new Refusal(
      "unauthenticated",
      "The API key is unknown, revoked or expired. Send Authorization: Bearer sk_live_…, with a key from Settings, API keys.",
    );
  const role = roleOfScopes(found.scopes);
  if (!role)
    throw new Refusal(
      "forbidden",
      `The API key “${found.actor.name}” may only send events. Use a key with the scope read, write or admin.`,
    );
  return { ...found.actor, role };
}

async function bySession(request: Request): Promise<Actor & { role: Role }> {
  const person = await personOfToken(cookieOf(request.headers, sessionCookie().name), now());
  if (!person)
    throw new Refusal(
      "unauthenticated",
      "Send Authorization: Bearer sk_live_…, with a key from Settings, API keys, or sign in.",
    );
  const changes = !["GET", "HEAD", "OPTIONS"].includes(request.method);
  if (changes && !isSameOrigin(request.headers)) {
    throw new Refusal(
      "forbidden",
      "A change with a session cookie must come from a page of Tocsin. Send Authorization: Bearer sk_live_… instead.",
    );
  }
  return { ...actorOf(person), role: person.role };
}

function tooLow(has: Role, needs: Role): Refusal {
  return new Refusal(
    "forbidden",
    `This needs the role ${roleTexts[needs].label}; you are ${roleTexts[has].label}. Ask an admin of your company.`,
  );
}

const scopeFor: Record<Role, string> = { admin: "admin", responder: "write", observer: "read" };

function scopeTooLow(name: string, needs: Role): Refusal {
  return new Refusal("forbidden", `The API key “${name}” lacks the scope ${scopeFor[needs]} that this needs.`);
}
