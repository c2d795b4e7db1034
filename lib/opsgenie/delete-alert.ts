import { db } from "#db/client";
import { opsgenieAlerts } from "#db/schema/opsgenie";
import type { By } from "#lib/change/change";
import { resolve } from "#lib/incidents/resolve";
import type { OpsgenieAlert } from "#lib/opsgenie/stored-alerts";

/** Resolves the incident and hides it from the Opsgenie API. What happened is history and stays in Tocsin. */
export async function deleteAlert(alert: OpsgenieAlert, by: By): Promise<void> {
  await resolve(alert.id, by);
  const { dedupKey: alias, id: incidentId } = alert;
  await db()
    .insert(opsgenieAlerts)
    .values({ incidentId, alias, priority: "P3", deletedAt: by.now })
    .onConflictDoUpdate({ target: opsgenieAlerts.incidentId, set: { deletedAt: by.now } });
}
