"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { answerForm } from "#lib/auth/answer";
import { originOf } from "#lib/auth/client-address";
import type { FormAnswer } from "#lib/auth/form-answer";
import { safePath } from "#lib/auth/safe-path";
import { setSessionCookie } from "#lib/auth/session";
import { signIn, signInInput } from "#lib/auth/sign-in";
import { now } from "#lib/clock";

/** Signs in and goes where the person wanted to go. */
export async function signInWithPassword(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerForm(form, async (given) => {
    const [from, at] = [originOf(await headers()), now()];
    await setSessionCookie(await signIn(signInInput.parse(given), { from, now: at }), at);
    return redirect(safePath(given.goTo, "/"));
  });
}
