import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { isUuid, newId } from "#db/id";
import { isServedSecurely } from "#lib/auth/session-token";
import { env } from "#lib/env";

const keptDays = 180;
const dayMs = 24 * 3_600_000;

type Account = { id: string; passwordHash: string | null };

/** Name and attributes of the cookie by which a browser is known that has signed in before. */
export function knownBrowserCookie() {
  const secure = isServedSecurely();
  return {
    name: secure ? "__Secure-tocsin.known-browser" : "tocsin.known-browser",
    options: { httpOnly: true, sameSite: "strict", path: "/", secure, maxAge: (keptDays * dayMs) / 1000 },
  } as const;
}

/** A cookie value for a browser that has just proved `account`'s password. Another password makes it worthless. */
export function knownBrowserToken(account: Account, now: Date): string {
  const carried = `${newId()}.${now.getTime()}`;
  return `${carried}.${proofOf(account, carried)}`;
}

/** The name of the browser that holds `token`, when it was given out for `account`, its present password, and not too long ago. */
export function knownBrowserOf(token: string | undefined, account: Account | undefined, now: Date): string | null {
  const [browser = "", issuedAt = "", proof = ""] = (token ?? "").split(".");
  if (!account?.passwordHash || !isUuid(browser)) return null;
  const ageMs = now.getTime() - z.coerce.number().catch(0).parse(issuedAt);
  if (ageMs > keptDays * dayMs) return null;
  return isEqual(proof, proofOf(account, `${browser}.${issuedAt}`)) ? browser : null;
}

function proofOf({ id, passwordHash }: Account, carried: string): string {
  const key = Buffer.from(hkdfSync("sha256", env().TOCSIN_SECRET, "", "tocsin known browsers", 32));
  return createHmac("sha256", key).update(`${carried}.${id}.${passwordHash}`).digest("base64url");
}

function isEqual(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
