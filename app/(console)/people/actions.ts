"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { type Role, roles } from "#db/vocabulary";
import { baseUrl } from "#lib/api/base-url";
import { actorOf } from "#lib/auth/actor-of";
import { answer, answerForm } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";
import { changeRole } from "#lib/people/change-role";
import { disable } from "#lib/people/disable";
import { enable } from "#lib/people/enable";
import { invite, inviteInput } from "#lib/people/invite";
import { renewInvitation } from "#lib/people/renew-invitation";
import { revokeSessions } from "#lib/people/revoke-sessions";

export type InvitationLink = { name: string; url: string };

const id = z.uuid();

export async function invitePerson(
  _before: FormAnswer<InvitationLink>,
  form: FormData,
): Promise<FormAnswer<InvitationLink>> {
  return answerForm(form, async (given) => {
    const by = await asAdmin();
    const { person, token } = await invite(inviteInput.parse(given), by);
    refresh();
    return { name: person.name, url: await linkTo(token) };
  });
}

export async function makeLink(personId: string, name: string): Promise<FormAnswer<InvitationLink>> {
  return answer(async () => {
    const by = await asAdmin();
    const { token } = await renewInvitation(id.parse(personId), by);
    refresh();
    return { name, url: await linkTo(token) };
  });
}

export async function giveRole(personId: string, role: Role): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const by = await asAdmin();
    await changeRole(id.parse(personId), z.enum(roles).parse(role), by);
    refresh();
    return true;
  });
}

export async function disablePerson(personId: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const by = await asAdmin();
    await disable(id.parse(personId), by);
    refresh();
    return true;
  });
}

export async function enablePerson(personId: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const by = await asAdmin();
    await enable(id.parse(personId), by);
    refresh();
    return true;
  });
}

/** Signs the person out everywhere; the one who asks stays signed in here. */
export async function signOutEverywhere(personId: string): Promise<FormAnswer<number>> {
  return answer(async () => {
    const admin = await permit("admin");
    const except = admin.id === personId ? { except: admin.sessionId } : {};
    const ended = await revokeSessions(id.parse(personId), { ...except, actor: actorOf(admin), now: now() });
    refresh();
    return ended;
  });
}

async function asAdmin() {
  return { actor: actorOf(await permit("admin")), now: now() };
}

async function linkTo(token: string): Promise<string> {
  return `${baseUrl(await headers())}/invite/${token}`;
}
