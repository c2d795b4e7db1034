import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import { fetchOnce } from "#lib/signatures/fetch-once";
import { filledIn } from "#lib/signatures/fill-in";
import type { Claim, Signature } from "#lib/sources/contract";
import { truncate } from "#lib/text";

type Jwt = Extract<Signature, { kind: "jwt" }>;

const skewSeconds = 60;
const keysFreshForMs = 3_600_000;
/** A token with a key nobody knows makes us look for new ones, at most this often. */
const keysSettledForMs = 60_000;

/** What a token must say of itself, beside being signed. */
type Asked = { audience: string; config: Record<string, unknown> };

/** A JSON Web Token (RS256) in Authorization that says what is asked and is signed with one of the issuer's published keys. */
export async function checkJwt(jwt: Jwt, { headers, now }: Evidence, asked: Asked): Promise<Finding> {
  const token = bearerIn(headers.authorization ?? "");
  if (!token) return "missing";
  const read = readToken(token);
  if (!read) return wrong("is not one that can be read, or not signed with RS256");
  const problem = problemOf(read.claims, jwt, asked, now);
  if (problem) return wrong(problem);
  const key = await keyOf(jwt.keysUrl, read.keyId);
  if (!key) return wrong(`is signed with a key that ${new URL(jwt.keysUrl).host} does not list`);
  const isRight = verify("RSA-SHA256", Buffer.from(read.signed), key, read.signature);
  return isRight ? "right" : wrong("is not signed by its issuer");
}

/** The token of a Bearer header, when it has the shape of a JSON Web Token. */
export function bearerIn(header: string): string | undefined {
  return /^bearer\s+(eyJ[\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header.trim())?.[1];
}

const head = z.object({ alg: z.literal("RS256"), kid: z.string() });
const claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
});
const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })) });

function readToken(token: string) {
  const [first = "", second = "", third = ""] = token.split(".");
  const header = head.safeParse(jsonOf(first));
  const said = claims.safeParse(jsonOf(second));
  if (!header.success || !said.success) return undefined;
  const signature = Buffer.from(third, "base64url");
  return { keyId: header.data.kid, claims: said.data, signed: `${first}.${second}`, signature };
}

function jsonOf(part: string): unknown {
  return parsed(Buffer.from(part, "base64url").toString("utf8"));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Claims = z.output<typeof claims>;

function problemOf(said: Claims, jwt: Jwt, { audience, config }: Asked, now: Date): string | undefined {
  const { iss, aud, exp, nbf } = said;
  const seconds = now.getTime() / 1_000;
  const issuers = jwt.issuers.flatMap((issuer) => filledIn(issuer, config) ?? []);
  if (issuers.length === 0) return "cannot be checked: the settings of this integration do not say whose it must be";
  if (!issuers.some((issuer) => isSame(issuer, iss))) return `was not issued by ${issuers.join(" or ")}`;
  if (!aud.includes(audience))
    return `is meant for ${shown(aud)}, which is another audience than this integration's signature secret names`;
  if (exp + skewSeconds < seconds) return "has expired";
  if (nbf !== undefined && nbf - skewSeconds > seconds) return "is not valid yet; check the clock of this machine";
  return (jwt.claims ?? []).map((claim) => claimProblem(said, claim, config)).find(Boolean);
}

function claimProblem(said: Claims, { names, is }: Claim, config: Asked["config"]): string | undefined {
  const wanted = is === true ? is : filledIn(is, config);
  if (wanted === undefined) return undefined;
  const given = names.flatMap((name) => (Object.hasOwn(said, name) ? [said[name]] : []));
  if (given.length > 0 && given.every((value) => isSame(value, wanted))) return undefined;
  return `has ${given.length > 0 ? shown(given) : "nothing"} as its ${names.join(" or ")}, where this integration takes only ${wanted}`;
}

/** Addresses, accounts and the ids of tenants are the same however they are written. */
const isSame = (given: unknown, wanted: string | true): boolean =>
  typeof given === "string" && typeof wanted === "string"
    ? given.toLowerCase() === wanted.toLowerCase()
    : given === wanted;

const longestShown = 200;
const shown = (values: unknown[]): string =>
  truncate(values.map((value) => JSON.stringify(value)).join(" and "), longestShown);

async function keyOf(keysUrl: string, keyId: string): Promise<KeyObject | undefined> {
  const known = keyIn(await fetchOnce(keysUrl, keysFreshForMs), keyId);
  return known ?? keyIn(await fetchOnce(keysUrl, keysSettledForMs), keyId);
}

function keyIn(published: string | undefined, keyId: string): KeyObject | undefined {
  const read = keySet.safeParse(parsed(published ?? ""));
  const jwk = read.data?.keys.find(({ kid, kty }) => kid === keyId && kty === "RSA");
  return jwk && imported(jwk);
}

function imported(jwk: Record<string, unknown>): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}

const wrong = (problem: string): Finding => ({ wrong: `The token in Authorization ${problem}.` });
