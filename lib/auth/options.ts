import type { NextAuthOptions } from "next-auth";
import credentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { isOutage } from "#db/errors";
import { originOf } from "#lib/auth/client-address";
import { endSession } from "#lib/auth/end-session";
import { safePath } from "#lib/auth/safe-path";
import { isServedSecurely, personOfSession, sessionCookie, sessionHours, sessionSecret } from "#lib/auth/session-token";
import { signIn, signInInput } from "#lib/auth/sign-in";
import { now } from "#lib/clock";
import { env } from "#lib/env";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";

type Callbacks = Required<NonNullable<NextAuthOptions["callbacks"]>>;

const carried = z.object({ sid: z.uuid() });

/**
 * How next-auth is set up: the token says which session it is, the database says everything else. `onOutage` is called when
 * that is away: next-auth itself would take it for a wrong password, or for the end of the session.
 */
export function authOptions(onOutage: () => void = () => {}): NextAuthOptions {
  const noting = notingOutages(onOutage);
  tellWhereWeAre();
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionHours * 3600 },
    useSecureCookies: isServedSecurely(),
    cookies: { sessionToken: sessionCookie() },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [passwordProvider(noting)],
    callbacks: {
      jwt: (known) => noting(() => readToken(known)),
      session: (known) => noting(() => describe(known)),
      redirect: leadWithin,
    },
    events: { signOut: ({ token }) => noting(() => endCarried(token)) },
    logger: { error: logTrouble, warn: (code) => log.debug({ code }, "next-auth warns"), debug: () => {} },
  };
}

/** next-auth reads its own address from the environment: the configured one, else that of each request. */
function tellWhereWeAre() {
  const url = env().TOCSIN_URL;
  if (url) process.env.NEXTAUTH_URL = url;
  else process.env.AUTH_TRUST_HOST = "1";
}

type Noting = <Result>(work: () => Result | PromiseLike<Result>) => Promise<Result>;

const notingOutages =
  (onOutage: () => void): Noting =>
  async (work) => {
    try {
      return await work();
    } catch (error) {
      if (isOutage(error)) onOutage();
      throw error;
    }
  };

function passwordProvider(noting: Noting) {
  return credentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const input = signInInput.safeParse(credentials);
      if (!input.success) return null;
      const from = originOf(new Headers(asHeaders(request.headers)));
      const session = await noting(() => signIn(input.data, { from, now: now() })).catch(hideBug);
      return { id: session.personId, sid: session.id };
    },
  });
}

/** What `authorize` throws is shown to whoever asked. */
function hideBug(error: unknown): never {
  if (error instanceof Refusal) throw error;
  log.error({ error }, "signing in failed");
  throw new Error("Tocsin could not sign you in. Try again in a moment.");
}

const asHeaders = (headers: unknown) => z.record(z.string(), z.string()).catch({}).parse(headers);

/** At sign-in keeps the session's id; afterwards throws once the session is over, which makes next-auth drop the cookie. */
const readToken: Callbacks["jwt"] = async ({ token, user }) => {
  const { sid } = carried.parse(user ?? token);
  const person = await personOfSession(sid, now());
  if (!person) throw new Error("The session is over.");
  return { sub: person.id, sid };
};

const describe: Callbacks["session"] = async ({ session, token }) => {
  const { sid } = carried.parse(token);
  const person = await personOfSession(sid, now());
  if (!person) throw new Error("The session is over.");
  const { id, name, email, role, timeZone } = person;
  return { ...session, user: { id, name, email, role, timeZone } };
};

/** Where next-auth leads to afterwards; also what a form of its own asked for must lie within Tocsin. */
const leadWithin: Callbacks["redirect"] = ({ url, baseUrl }) => new URL(safePath(url, "/", baseUrl), baseUrl).href;

async function endCarried(token: unknown) {
  const parsed = carried.safeParse(token);
  if (parsed.success) await endSession(parsed.data.sid, now());
}

function logTrouble(code: string, metadata: unknown) {
  if (code === "JWT_SESSION_ERROR") log.debug({ code }, "a session cookie was refused");
  else log.error({ code, metadata }, "next-auth failed");
}
