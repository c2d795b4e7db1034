import { eq } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import { opsgenieAlerts, type Responder } from "#db/schema/opsgenie";
import { services } from "#db/schema/services";
import type { Tx } from "#db/transaction";
import type { Severity } from "#db/vocabulary";
import { type By, type Change, change } from "#lib/change/change";
import { recordChange } from "#lib/incidents/record-change";
import type { OpsgenieAlert } from "#lib/opsgenie/stored-alerts";
import type { Priority } from "#lib/reading/opsgenie-alert";
import { cleanJson, truncate } from "#lib/text";

/** What of an alert can be changed. */
export type Changeable = {
  title: string;
  severity: Severity;
  priority: Priority;
  description: string;
  tags: string[];
  details: Record<string, string>;
  responders: Responder[];
};

/** A change: what people call what is changed, what it says now, and the new values. */
export type AlertChange = { field: string; to: string; set: Partial<Changeable> };

const longestWords = 1_000;

/**
 * Makes the change that `decide` finds in the alert as it is now, in its timeline and outbox too. `decide` is pure and
 * gives nothing when all is so already; then nothing is written.
 */
export async function changeAlert(
  alert: OpsgenieAlert,
  decide: (current: Changeable) => AlertChange | undefined,
  by: By,
): Promise<void> {
  await change(by, async (writing) => {
    const current = await lockedAlert(writing.tx, alert.id);
    const decided = current && decide(current);
    if (decided) await write(writing, alert, { ...storable(decided), urgencies: current.urgencies });
  });
}

type Locked = Changeable & { urgencies: (typeof services.$inferSelect)["urgencies"] };

async function lockedAlert(tx: Tx, incidentId: string): Promise<Locked | undefined> {
  const [row] = await tx
    .select({
      title: incidents.title,
      severity: incidents.severity,
      urgencies: services.urgencies,
      facts: opsgenieAlerts,
    })
    .from(incidents)
    .innerJoin(services, eq(services.id, incidents.serviceId))
    .leftJoin(opsgenieAlerts, eq(opsgenieAlerts.incidentId, incidents.id))
    .where(eq(incidents.id, incidentId))
    .for("update", { of: incidents });
  if (!row) return undefined;
  const { facts, ...rest } = row;
  const { priority, description, tags, details, responders } = facts ?? noFacts;
  return { ...rest, priority, description, tags, details, responders };
}

const noFacts = { priority: "P3" as const, description: "", tags: [], details: {}, responders: [] };

type Written = AlertChange & { urgencies: Locked["urgencies"] };

async function write(writing: Change, alert: OpsgenieAlert, { set, field, to, urgencies }: Written) {
  const { tx, by } = writing;
  const { title, severity, ...facts } = set;
  await tx
    .update(incidents)
    .set({
      changedAt: by.now,
      ...(title !== undefined && { title }),
      ...(severity !== undefined && { severity, urgency: urgencies[severity] ?? "high" }),
    })
    .where(eq(incidents.id, alert.id));
  if (Object.keys(facts).length > 0) await keepFacts(tx, alert, facts);
  await recordChange(writing, [alert.id], "changed", () => ({ field, to: truncate(to, longestWords) }));
}

async function keepFacts(tx: Tx, alert: OpsgenieAlert, facts: Omit<AlertChange["set"], "title" | "severity">) {
  const first = { incidentId: alert.id, alias: alert.dedupKey, priority: "P3" as const };
  await tx
    .insert(opsgenieAlerts)
    .values({ ...first, ...facts })
    .onConflictDoUpdate({ target: opsgenieAlerts.incidentId, set: facts });
}

// cleanJson keeps the shape of what it is given.
const storable = (change: AlertChange): AlertChange => cleanJson(change) as AlertChange;
