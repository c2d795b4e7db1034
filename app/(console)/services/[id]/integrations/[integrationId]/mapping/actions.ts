"use server";

import { refresh } from "next/cache";
import { integrationById } from "#db/queries/integrations";
import { answer } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { noSuchIntegration } from "#lib/integrations/read";
import { updateIntegration } from "#lib/integrations/update";
import { asAdmin } from "../../../../as-admin";
import { configIn } from "../../config-in";
import { listsAsText } from "../../lists-as-text";

/** Saves the mapping that the form sends as JSON; what is saved comes back as the form shows it. */
export async function saveMapping(id: string, sent: string): Promise<FormAnswer<Record<string, unknown>>> {
  return answer(async () => {
    const doing = await asAdmin();
    const before = await integrationById(id, doing.now);
    if (!before) throw noSuchIntegration();
    const { config } = await updateIntegration(id, { config: configIn(before.type, sent) }, doing);
    refresh();
    return listsAsText(config);
  });
}
