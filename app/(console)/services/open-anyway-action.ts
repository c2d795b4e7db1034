"use server";

import { answer } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { openAnyway } from "#lib/requests/open-anyway";
import { as } from "./as-admin";

/** Opens what the triggers of a request did not; returns the incidents they went to. */
export async function openTriggers(integrationId: string, requestId: string): Promise<FormAnswer<number[]>> {
  return answer(async () => {
    const request = await openAnyway({ integrationId, requestId }, await as("responder"));
    return request.incidents.map(({ number }) => number);
  });
}
