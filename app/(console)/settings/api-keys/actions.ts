"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { actorOf } from "#lib/auth/actor-of";
import { answer, answerForm } from "#lib/auth/answer";
import { apiKeyInput, createApiKey } from "#lib/auth/create-api-key";
import type { FormAnswer } from "#lib/auth/form-answer";
import { permit } from "#lib/auth/permit";
import { revokeApiKey } from "#lib/auth/revoke-api-key";
import { now } from "#lib/clock";

export type NewKey = { name: string; key: string };

/** Makes a key and hands it over this once; the dialog refreshes the list when it closes. */
export async function makeApiKey(_before: FormAnswer<NewKey>, form: FormData): Promise<FormAnswer<NewKey>> {
  return answerForm(form, async (given) => {
    const admin = await permit("admin");
    const input = apiKeyInput.parse({
      ...given,
      expiresInDays: given.expiresInDays === "never" ? null : given.expiresInDays,
    });
    const { key } = await createApiKey(input, { actor: actorOf(admin), now: now() });
    return { name: input.name, key };
  });
}

export async function revokeKey(id: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const admin = await permit("admin");
    await revokeApiKey(z.uuid().parse(id), { actor: actorOf(admin), now: now() });
    refresh();
    return true;
  });
}
