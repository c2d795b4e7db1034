"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { isSetUp } from "#db/queries/people";
import { answerForm } from "#lib/auth/answer";
import { originOf } from "#lib/auth/client-address";
import type { FormAnswer } from "#lib/auth/form-answer";
import { enter } from "#lib/auth/session";
import { now } from "#lib/clock";
import { setUp, setUpInput } from "#lib/people/set-up";
import { Refusal } from "#lib/refusal";

/** Makes the company and its first admin, signs the admin in, and goes on to the first service. */
export async function setUpCompany(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerForm(form, async (given) => {
    const at = now();
    // Refused before the password is hashed, so that nobody can keep a running Tocsin busy from here.
    if (await isSetUp()) throw alreadySetUp();
    const admin = await setUp(setUpInput.parse(given), { now: at });
    if (!admin) throw alreadySetUp();
    await enter(admin.id, originOf(await headers()), at);
    return redirect("/services?first=1");
  });
}

function alreadySetUp(): Refusal {
  return new Refusal(
    "conflict",
    "Tocsin was set up already. Sign in, or ask an admin of your company for an invitation.",
  );
}
