"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { integrationById } from "#db/queries/integrations";
import { answer, answerForm } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { type SampleAnswer, sendSample } from "#lib/intake/send-sample";
import { createIntegration } from "#lib/integrations/create";
import { disableIntegration } from "#lib/integrations/disable";
import { enableIntegration } from "#lib/integrations/enable";
import { noSuchIntegration } from "#lib/integrations/read";
import { removeIntegration } from "#lib/integrations/remove";
import { rotateKey } from "#lib/integrations/rotate-key";
import { integrationChanges, keyRotation, newIntegration, sampleChoice, secretChoice } from "#lib/integrations/schema";
import { setSignatureSecret } from "#lib/integrations/set-signature-secret";
import { updateIntegration } from "#lib/integrations/update";
import { setupAt } from "../../addresses";
import { as, asAdmin } from "../../as-admin";
import { whatChanged } from "../../what-changed";
import { configIn } from "./config-in";

/** Adds an integration and goes on to what must be done in the tool. */
export async function addIntegration(serviceId: string, _before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerForm(form, async ({ type, name }) => {
    const doing = await asAdmin();
    const integration = await createIntegration(serviceId, newIntegration.parse({ type, name }), doing);
    return redirect(setupAt(integration));
  });
}

/** Saves the settings; what changed comes back in words. */
export async function saveIntegration(
  id: string,
  _before: FormAnswer<string>,
  form: FormData,
): Promise<FormAnswer<string>> {
  return answerForm(form, async (given) => {
    const doing = await asAdmin();
    const before = await integrationById(id, doing.now);
    if (!before) throw noSuchIntegration();
    const { name, defaultSeverity, rateLimitPerMinute, sharesKeys, signatureHeader } = given;
    const settings = integrationChanges.parse({
      name,
      defaultSeverity,
      ...(signatureHeader !== undefined && { signatureHeader: signatureHeader.trim() || null }),
      rateLimitPerMinute: rateLimitPerMinute ? Number(rateLimitPerMinute) : rateLimitPerMinute,
      ...(sharesKeys !== undefined && { sharesKeys: sharesKeys === "true" }),
    });
    // A mapping has a page of its own, and its form does not come with the settings.
    const config = given.config === undefined ? {} : { config: configIn(before.type, given.config) };
    const after = await updateIntegration(id, { ...settings, ...config }, doing);
    refresh();
    return whatChanged(
      { ...before, keys: [], lastRequest: null },
      { ...before, ...after, keys: [], lastRequest: null },
      {
        name: "name",
        defaultSeverity: "default severity",
        rateLimitPerMinute: "rate limit",
        sharesKeys: "sharing of dedup keys",
        signatureHeader: "header of the signature",
        config: "settings of the source",
      },
    );
  });
}

export async function setEnabled(id: string, enabled: boolean): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    const doing = await asAdmin();
    const integration = enabled ? await enableIntegration(id, doing) : await disableIntegration(id, doing);
    refresh();
    return integration.enabled;
  });
}

/** Gives it a new key. The old one works until the moment that comes back. */
export async function giveNewKey(id: string, overlapHours: number): Promise<FormAnswer<string>> {
  return answer(async () => {
    const doing = await asAdmin();
    const { previousKeyValidUntil } = await rotateKey(id, keyRotation.parse({ overlapHours }), doing);
    refresh();
    return previousKeyValidUntil.toISOString();
  });
}

/** Sets the secret, or makes one when none is given. The answer is the only one that carries it; refreshing is left to the dialog. */
export async function giveSecret(id: string, _before: FormAnswer<string>, form: FormData): Promise<FormAnswer<string>> {
  return answerForm(form, async (given) => {
    const doing = await asAdmin();
    const own = given.way === "own" ? { secret: ownSecret.parse(given).token } : {};
    const choice = secretChoice.parse({
      ...own,
      ...(given.overlapHours && { overlapHours: Number(given.overlapHours) }),
    });
    const { signatureSecret } = await setSignatureSecret(id, choice, doing);
    return signatureSecret;
  });
}

// The field is called token so that it is not handed back when the form is refused.
const ownSecret = z.object({
  token: z
    .string()
    .min(1, "Write the secret, or let Tocsin make one.")
    .max(512, "A signature secret has at most 512 characters."),
});

export async function dropSecret(id: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    await updateIntegration(id, { signatureSecret: null }, await asAdmin());
    refresh();
    return true;
  });
}

/** Lets the next Amazon SNS topic that is confirmed be the one that is heard. */
export async function forgetTopic(id: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    await updateIntegration(id, { pinnedTopic: null }, await asAdmin());
    refresh();
    return true;
  });
}

export async function deleteIntegration(id: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    await removeIntegration(id, await asAdmin());
    return true;
  });
}

/** Sends a sample through the door; what the sender would have got comes back. */
export async function trySample(id: string, sampleIndex: number): Promise<FormAnswer<SampleAnswer>> {
  return answer(async () => {
    const doing = await as("responder");
    return sendSample(id, sampleChoice.parse({ sampleIndex }), doing);
  });
}
