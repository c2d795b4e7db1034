import { headers } from "next/headers";
import type { Actor, Role } from "#db/vocabulary";
import { baseUrl } from "#lib/api/base-url";
import { actorOf } from "#lib/auth/actor-of";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";

type Doing = { actor: Actor; now: Date; base: string };

/** Who does it, when, and where they reach Tocsin; refuses those who may not configure. */
export async function asAdmin(): Promise<Doing> {
  return as("admin");
}

export async function as(role: Role): Promise<Doing> {
  const person = await permit(role);
  return { actor: actorOf(person), now: now(), base: baseUrl(await headers()) };
}
