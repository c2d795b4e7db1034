"use server";

import { refresh } from "next/cache";
import { actorOf } from "#lib/auth/actor-of";
import { answerForm } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";
import { companyInput, renameCompany } from "#lib/people/rename-company";

export async function saveCompany(_before: FormAnswer<string>, form: FormData): Promise<FormAnswer<string>> {
  return answerForm(form, async (given) => {
    const admin = await permit("admin");
    const input = companyInput.parse(given);
    await renameCompany(input, { actor: actorOf(admin), now: now() });
    refresh();
    return input.name;
  });
}
