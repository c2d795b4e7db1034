import type { NextAuthOptions } from "next-auth";
import credentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { originOf } from "#lib/auth/client-address";
import { endSession } from "#lib/auth/end-session";
import { safePath } from "#lib/auth/safe-path";
import { isServedSecurely, personOfSession, sessionCookie, sessionHours, sessionSecret } from "#lib/auth/session-token";
import { signIn, signInInput } from "#lib/auth/sign-in";
import { now } from "#lib/clock";
import { env } from "#lib/env";
import { log } from "#lib/log";

const carried = z.object({ sid: z.uuid() });

/** How next-auth is set up: the token says which session it is, the database says everything else. */
export function authOptions(): NextAuthOptions {
  tellWhereWeAre();
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionHours * 3600 },
    useSecureCookies: isServedSecurely(),
    cookies: { sessionToken: sessionCookie() },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [passwordProvider()],
    callbacks: { jwt: readToken, session: describe, redirect: leadWithin },
    events: { signOut: ({ token }) => endCarried(token) },
    logger: { error: logTrouble, warn: (code) => log.debug({ code }, "next-auth warns"), debug: () => {} },
  };
}

/** next-auth reads its own address from the environment: the configured one, else that of each request. */
function tellWhereWeAre() {
  const url = env().TOCSIN_URL;
  if (url) process.env.NEXTAUTH_URL = url;
  else process.env.AUTH_TRUST_HOST = "1";
}

function passwordProvider() {
  return credentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const input = signInInput.safeParse(credentials);
      if (!input.success) return null;
      const session = await signIn(input.data, { from: originOf(new Headers(asHeaders(request.headers))), now: now() });
      return { id: session.personId, sid: session.id };
    },
  });
}

const asHeaders = (headers: unknown) => z.record(z.string(), z.string()).catch({}).parse(headers);

/** At sign-in keeps the session's id; afterwards throws once the session is over, which makes next-auth drop the cookie. */
const readToken: NonNullable<NextAuthOptions["callbacks"]>["jwt"] = async ({ token, user }) => {
  const { sid } = carried.parse(user ?? token);
  const person = await personOfSession(sid, now());
  if (!person) throw new Error("The session is over.");
  return { sub: person.id, sid };
};

const describe: NonNullable<NextAuthOptions["callbacks"]>["session"] = async ({ session, token }) => {
  const { sid } = carried.parse(token);
  const person = await personOfSession(sid, now());
  if (!person) throw new Error("The session is over.");
  const { id, name, email, role, timeZone } = person;
  return { ...session, user: { id, name, email, role, timeZone } };
};

/** Where next-auth leads to afterwards; also what a form of its own asked for must lie within Tocsin. */
const leadWithin: NonNullable<NextAuthOptions["callbacks"]>["redirect"] = ({ url, baseUrl }) =>
  new URL(safePath(url, "/", baseUrl), baseUrl).href;

async function endCarried(token: unknown) {
  const parsed = carried.safeParse(token);
  if (parsed.success) await endSession(parsed.data.sid, now());
}

function logTrouble(code: string, metadata: unknown) {
  if (code === "JWT_SESSION_ERROR") log.debug({ code }, "a session cookie was refused");
  else log.error({ code, metadata }, "next-auth failed");
}
