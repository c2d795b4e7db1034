"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { serviceById, serviceNames } from "#db/queries/services";
import { severities } from "#db/vocabulary";
import { answer, answerForm } from "#lib/auth/answer";
import type { FormAnswer } from "#lib/auth/form-answer";
import { sendSample } from "#lib/intake/send-sample";
import { createIntegration } from "#lib/integrations/create";
import { createService } from "#lib/services/create";
import { removeService } from "#lib/services/remove";
import { newService, serviceChanges } from "#lib/services/schema";
import { updateService } from "#lib/services/update";
import { firstAlertAt, galleryAt, namingAt } from "./addresses";
import { asAdmin } from "./as-admin";
import { freeName } from "./free-name";
import { whatChanged } from "./what-changed";

/** Creates a service and goes on to its first integration, of the type that was picked before if one was. */
export async function addService(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answerForm(form, async ({ name, description, type }) => {
    const doing = await asAdmin();
    const service = await createService(newService.parse({ name, description }), doing);
    return redirect(type ? namingAt(service.id, type) : galleryAt(service.id));
  });
}

/** Saves the settings; what changed comes back in words. */
export async function saveService(
  id: string,
  _before: FormAnswer<string>,
  form: FormData,
): Promise<FormAnswer<string>> {
  return answerForm(form, async (given) => {
    const doing = await asAdmin();
    const urgencies = Object.fromEntries(severities.map((severity) => [severity, given[`urgencies.${severity}`]]));
    const changes = serviceChanges.parse({ name: given.name, description: given.description, urgencies });
    const before = await serviceById(id);
    const after = await updateService(id, changes, doing);
    refresh();
    return whatChanged(before ?? after, after, { name: "name", description: "description", urgencies: "urgencies" });
  });
}

export async function deleteService(id: string): Promise<FormAnswer<boolean>> {
  return answer(async () => {
    await removeService(id, { force: false }, await asAdmin());
    return true;
  });
}

/** Shows a newcomer the whole way: makes a service with a generic webhook, and sends a sample alert through it. */
export async function showFirstAlert(): Promise<FormAnswer> {
  return answer(async () => {
    const doing = await asAdmin();
    const name = freeName(
      "Example service",
      (await serviceNames()).map((service) => service.name),
    );
    const service = await createService(
      { name, description: "Made to show how an alert becomes an incident. Delete it when you have seen enough." },
      doing,
    );
    const integration = await createIntegration(service.id, { type: "webhook", name: "Example webhook" }, doing);
    await sendSample(integration.id, { sampleIndex: 0 }, doing);
    return redirect(firstAlertAt(integration.id));
  });
}
