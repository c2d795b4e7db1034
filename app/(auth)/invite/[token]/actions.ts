"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findInvitation } from "#db/queries/people";
import { answerForm } from "#lib/auth/answer";
import { originOf } from "#lib/auth/client-address";
import type { FormAnswer } from "#lib/auth/form-answer";
import { enter } from "#lib/auth/session";
import { now } from "#lib/clock";
import { acceptInput, acceptInvitation, linkIsOver } from "#lib/people/accept-invitation";
import { hashOf } from "#lib/seal";

/** Sets the password of whom the link was made for and signs them in. */
export async function acceptInvitationLink(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerForm(form, async (given) => {
    const at = now();
    // Refused before anything is read or hashed: a made-up link learns nothing and costs nothing.
    if (!(await findInvitation(hashOf(given.token ?? ""), at))) throw linkIsOver();
    const input = acceptInput.parse(given);
    const person = await acceptInvitation(input, { now: at });
    await enter(person.id, originOf(await headers()), at);
    return redirect("/");
  });
}
