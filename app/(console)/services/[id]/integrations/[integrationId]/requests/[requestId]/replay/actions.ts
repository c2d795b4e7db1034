"use server";

import { answer } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { replayRequest } from "#lib/requests/replay";
import { as } from "../../../../../../as-admin";

/** What came of a replay: the request that it is, and what that changed. */
export type Replayed = { requestId: string; incidents: number[] };

/** Carries out a kept request as it is read today. */
export async function replay(integrationId: string, requestId: string): Promise<FormAnswer<Replayed>> {
  return answer(async () => {
    const request = await replayRequest({ integrationId, requestId }, await as("responder"));
    return { requestId: request.id, incidents: request.incidents.map(({ number }) => number) };
  });
}
