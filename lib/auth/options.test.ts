import type { NextApiRequest, NextApiResponse } from "next";
import nextAuth from "next-auth";
import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { authOptions } from "#lib/auth/options";
import { hashPassword } from "#lib/auth/password";
import { personOfToken } from "#lib/auth/session-token";
import { revokeSessions } from "#lib/people/revoke-sessions";

const password = "correct horse battery";
const cookieName = "next-auth.session-token";
const actor = { kind: "system", id: null, name: "Tocsin" } as const;

beforeAll(async () => {
  await testDatabase();
});

type Asked = { nextauth: string[]; method?: "GET" | "POST"; body?: Record<string, string> };

/** A browser that talks to next-auth's own routes and keeps its cookies from one request to the next. */
function browser() {
  const jar: Record<string, string> = {};
  const ask = async ({ nextauth, method = "GET", body = {} }: Asked) => {
    const answer = recorder();
    await askNextAuth({ method, body, cookies: jar, headers: { host: "tocsin.test" }, query: { nextauth } }, answer);
    for (const cookie of answer.cookies) jar[cookie.name] = cookie.value;
    return answer;
  };
  const csrf = async () => String((await ask({ nextauth: ["csrf"] })).body.csrfToken);
  const signIn = async (email: string, given: string, more: Record<string, string> = {}) =>
    ask({
      nextauth: ["callback", "credentials"],
      method: "POST",
      body: { email, password: given, csrfToken: await csrf(), ...more },
    });
  const signOut = async () => ask({ nextauth: ["signout"], method: "POST", body: { csrfToken: await csrf() } });
  return { jar, ask, signIn, signOut };
}

/** Notes what next-auth answers. */
function recorder() {
  const headers: Record<string, unknown> = {};
  const answer = {
    code: 200,
    body: {} as Record<string, unknown>,
    get cookies() {
      return [headers["Set-Cookie"] ?? []]
        .flat()
        .map((line) => /^([^=]+)=([^;]*)/.exec(decodeURIComponent(String(line))))
        .map((parts) => ({ name: parts?.[1] ?? "", value: parts?.[2] ?? "" }));
    },
    status: (code: number) => {
      answer.code = code;
      return answer;
    },
    getHeader: (name: string) => headers[name],
    setHeader: (name: string, value: unknown) => {
      headers[name] = value;
      return answer;
    },
    json: (body: Record<string, unknown>) => {
      answer.body = body;
    },
    send: (body: Record<string, unknown>) => {
      answer.body = body;
    },
    end: () => {},
  };
  return answer;
}

/** next-auth reads and writes nothing of a request and its answer but what the two objects have. */
async function askNextAuth(request: object, answer: object) {
  await nextAuth(request as NextApiRequest, answer as NextApiResponse, authOptions());
}

const alice = async () => createPerson({ name: "Alice", role: "admin", passwordHash: await hashPassword(password) });

test("next-auth signs in, and its cookie is the one that pages read", async () => {
  const person = await alice();
  const { jar, ask, signIn } = browser();
  await signIn(person.email, password);
  expect(await personOfToken(jar[cookieName], new Date())).toMatchObject({ id: person.id });
  expect((await ask({ nextauth: ["session"] })).body).toMatchObject({
    user: { id: person.id, name: "Alice", role: "admin" },
  });
});

test.each([
  ["/people?x=1", "http://tocsin.test/people?x=1"],
  ["http://tocsin.test/people", "http://tocsin.test/people"],
  ["https://evil.example/", "http://tocsin.test/"],
  ["/..//evil.example", "http://tocsin.test/"],
  ["http://tocsin.test.evil.example/", "http://tocsin.test/"],
  ["javascript:alert(1)", "http://tocsin.test/"],
])("next-auth asked to lead to %s leads to %s", async (callbackUrl, place) => {
  const person = await alice();
  const answer = await browser().signIn(person.email, password, { callbackUrl });
  expect(answer.getHeader("Location")).toBe(place);
});

test("next-auth refuses a wrong password and sets no session", async () => {
  const person = await alice();
  const { jar, signIn } = browser();
  const answer = await signIn(person.email, "wrong wrong wrong");
  expect(answer.code).toBe(302);
  expect(jar[cookieName]).toBeUndefined();
});

test("a fault of ours is told without what the database said", async () => {
  const { signIn } = browser();
  await sql()`alter table sign_in_failures rename to elsewhere`;
  const answer = await signIn("alice@example.com", password);
  await sql()`alter table elsewhere rename to sign_in_failures`;
  expect(answer.getHeader("Location")).toContain(encodeURIComponent("Tocsin could not sign you in."));
  expect((await signIn("a\0b@example.com", password)).getHeader("Location")).toContain("password%20is%20wrong");
});

test("a revoked session is empty, and its cookie is taken away", async () => {
  const person = await alice();
  const { jar, ask, signIn } = browser();
  await signIn(person.email, password);
  await revokeSessions(person.id, { actor, now: new Date() });
  expect((await ask({ nextauth: ["session"] })).body).toEqual({});
  expect(jar[cookieName]).toBe("");
});

test("signing out ends the session itself, not just the cookie", async () => {
  const person = await alice();
  const { jar, signIn, signOut } = browser();
  await signIn(person.email, password);
  const stolen = jar[cookieName];
  await signOut();
  expect(await personOfToken(stolen, new Date())).toBeNull();
});
