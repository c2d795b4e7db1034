import { expect, test } from "vitest";
import { newId } from "#db/id";
import { knownBrowserCookie, knownBrowserOf, knownBrowserToken } from "#lib/auth/known-browser";

const now = new Date("2026-03-01T12:00:00Z");
const daysLater = (days: number) => new Date(now.getTime() + days * 24 * 3_600_000);
const alice = { id: newId(), passwordHash: "$argon2id$a" };
const token = knownBrowserToken(alice, now);

test("a browser that signed in is known to its account for half a year", () => {
  expect(knownBrowserOf(token, alice, now)).toBe(token.split(".")[0]);
  expect(knownBrowserOf(token, alice, daysLater(180))).toBe(token.split(".")[0]);
  expect(knownBrowserOf(token, alice, daysLater(181))).toBeNull();
});

test("it is known to no other account, and no more once the password is another", () => {
  expect(knownBrowserOf(token, { ...alice, id: newId() }, now)).toBeNull();
  expect(knownBrowserOf(token, { ...alice, passwordHash: "$argon2id$b" }, now)).toBeNull();
  expect(knownBrowserOf(token, { ...alice, passwordHash: null }, now)).toBeNull();
  expect(knownBrowserOf(token, undefined, now)).toBeNull();
});

test("a value that was made up or changed is worth nothing", () => {
  const [browser, issuedAt, proof] = token.split(".");
  const later = `${browser}.${Number(issuedAt) + 1}.${proof}`;
  for (const forged of [undefined, "", "..", "x", `${newId()}.${issuedAt}.${proof}`, later, `${browser}.${issuedAt}.`])
    expect(knownBrowserOf(forged, alice, now)).toBeNull();
});

test("scripts and other sites do not get the cookie", () => {
  expect(knownBrowserCookie().options).toMatchObject({ httpOnly: true, sameSite: "strict", path: "/" });
});
