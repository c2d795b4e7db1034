import { changeIntegration, type Doing } from "#lib/integrations/change";
import { readIntegration } from "#lib/integrations/read";
import type { IntegrationView } from "#lib/integrations/view";

/** Senders get 403 until it is enabled again; nothing is lost of what is there. Disabling twice changes nothing. */
export async function disableIntegration(id: string, doing: Doing): Promise<IntegrationView> {
  await changeIntegration(
    id,
    "integration.disabled",
    (before) => (before.disabledAt ? {} : { disabledAt: doing.now }),
    doing,
  );
  return readIntegration(id, { ...doing, showKey: true });
}
