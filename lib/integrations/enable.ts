import { changeIntegration, type Doing } from "#lib/integrations/change";
import { readIntegration } from "#lib/integrations/read";
import type { IntegrationView } from "#lib/integrations/view";

/** Lets requests in again. An integration that is enabled stays so. */
export async function enableIntegration(id: string, doing: Doing): Promise<IntegrationView> {
  await changeIntegration(
    id,
    "integration.enabled",
    (before) => (before.disabledAt ? { disabledAt: null } : {}),
    doing,
  );
  return readIntegration(id, { ...doing, showKey: true });
}
