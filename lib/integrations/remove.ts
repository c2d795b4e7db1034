import { changeIntegration, type Doing } from "#lib/integrations/change";

/** Deletes the integration: its senders get 404 from then on. Incidents it opened stay, as does its log until it is too old. */
export async function removeIntegration(id: string, doing: Doing): Promise<void> {
  await changeIntegration(id, "integration.deleted", () => ({ deletedAt: doing.now }), doing);
}
