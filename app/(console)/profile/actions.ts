"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { actorOf } from "#lib/auth/actor-of";
import { answer, answerForm } from "#lib/auth/answer";
import { originOf } from "#lib/auth/client-address";
import { endSession } from "#lib/auth/end-session";
import type { FormAnswer } from "#lib/auth/form-answer";
import { permit } from "#lib/auth/permit";
import { rememberBrowser } from "#lib/auth/session";
import { now } from "#lib/clock";
import { changePassword, changePasswordInput } from "#lib/people/change-password";
import { revokeSessions } from "#lib/people/revoke-sessions";
import { profileInput, updateProfile } from "#lib/people/update-profile";

type Profile = { name: string; timeZone: string };

export async function saveProfile(_before: FormAnswer<Profile>, form: FormData): Promise<FormAnswer<Profile>> {
  return answerForm(form, async (given) => {
    const person = await permit("observer");
    const { name, timeZone } = await updateProfile(person.id, profileInput.parse(given), {
      actor: actorOf(person),
      now: now(),
    });
    refresh();
    return { name, timeZone };
  });
}

export async function saveNewPassword(_before: FormAnswer<boolean>, form: FormData): Promise<FormAnswer<boolean>> {
  return answerForm(form, async (given) => {
    const person = await permit("observer");
    const at = now();
    await changePassword(person, changePasswordInput.parse(given), { from: originOf(await headers()), now: at });
    await rememberBrowser(person.id, at);
    refresh();
    return true;
  });
}

/** Ends one of the person's own sessions. */
export async function endOneSession(sessionId: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const person = await permit("observer");
    await endSession(z.uuid().parse(sessionId), now(), person.id);
    refresh();
    return true;
  });
}

/** Ends the person's sessions everywhere but here. */
export async function endOtherSessions(): Promise<FormAnswer<number>> {
  return answer(async () => {
    const person = await permit("observer");
    const ended = await revokeSessions(person.id, { except: person.sessionId, actor: actorOf(person), now: now() });
    refresh();
    return ended;
  });
}
