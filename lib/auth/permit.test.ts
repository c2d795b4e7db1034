import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import type { Role, Scope } from "#db/vocabulary";
import { createApiKey } from "#lib/auth/create-api-key";
import { endSession } from "#lib/auth/end-session";
import { permitApi } from "#lib/auth/permit";
import { startSession, tokenOf } from "#lib/auth/session-token";

const now = new Date();
const actor = { kind: "system", id: null, name: "Tocsin" } as const;

beforeAll(async () => {
  await testDatabase();
});

const request = (headers: Record<string, string>, method = "GET") =>
  new Request("http://localhost:3000/api/v1/incidents", { method, headers: { host: "localhost:3000", ...headers } });

async function withKey(scope: Scope) {
  const { key } = await createApiKey({ name: `Key ${scope}`, scope, expiresInDays: null }, { actor, now });
  return { authorization: `Bearer ${key}` };
}

async function withCookie(role: Role) {
  const person = await createPerson({ name: "Bob", role });
  const session = await startSession(db(), person.id, { ip: "", userAgent: "" }, now);
  return { headers: { cookie: `theme=dark; next-auth.session-token=${await tokenOf(session)}; x=y` }, person, session };
}

describe("an API key", () => {
  test.each<[Scope, Role]>([
    ["admin", "admin"],
    ["write", "responder"],
    ["read", "observer"],
  ])("with scope %s acts as %s", async (scope, role) => {
    expect(await permitApi(request(await withKey(scope), "POST"), role)).toMatchObject({
      kind: "api_key",
      name: `Key ${scope}`,
      role,
    });
  });

  test("without the scope that is needed is told which it lacks", async () => {
    const reader = await withKey("read");
    await expect(permitApi(request(reader), "responder")).rejects.toMatchObject({
      status: 403,
      message: "The API key “Key read” lacks the scope write that this needs.",
    });
    await expect(permitApi(request(await withKey("write")), "admin")).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("scope admin"),
    });
  });

  test("for sending events reads nothing", async () => {
    await expect(permitApi(request(await withKey("events:write")), "observer")).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("only send events"),
    });
  });

  test("that is unknown, or in another scheme, is refused even beside a good cookie", async () => {
    const { headers } = await withCookie("admin");
    for (const authorization of ["Bearer sk_live_unknown", "Bearer", "Basic YTpi"]) {
      await expect(permitApi(request({ ...headers, authorization }), "observer")).rejects.toMatchObject({
        status: 401,
        message: expect.stringContaining("Authorization: Bearer sk_live_…"),
      });
    }
  });
});

describe("a session cookie", () => {
  test("reads from anywhere, and acts as the person", async () => {
    const { headers, person } = await withCookie("observer");
    expect(await permitApi(request(headers), "observer")).toEqual({
      kind: "person",
      id: person.id,
      name: "Bob",
      role: "observer",
    });
  });

  test("changes only from a page of ours", async () => {
    const { headers } = await withCookie("responder");
    const post = (more: Record<string, string>) => permitApi(request({ ...headers, ...more }, "POST"), "responder");
    expect(await post({ "sec-fetch-site": "same-origin" })).toMatchObject({ kind: "person" });
    expect(await post({ origin: "http://localhost:3000" })).toMatchObject({ kind: "person" });
    const foreign: Record<string, string>[] = [
      {},
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
    ];
    for (const more of foreign) await expect(post(more)).rejects.toMatchObject({ status: 403 });
  });

  test("with too low a role is told which it needs", async () => {
    const { headers } = await withCookie("observer");
    await expect(permitApi(request(headers), "responder")).rejects.toMatchObject({
      status: 403,
      message: "This needs the role Responder; you are Observer. Ask an admin of your company.",
    });
  });

  test("of an ended session, or none at all, is told to send a key", async () => {
    const { headers, session } = await withCookie("admin");
    await endSession(session.id, now);
    for (const given of [headers, {}])
      await expect(permitApi(request(given), "observer")).rejects.toMatchObject({
        status: 401,
        message: expect.stringContaining("Authorization: Bearer sk_live_…"),
      });
  });
});
