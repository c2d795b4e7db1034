import type { OpsgenieAlert } from "#lib/opsgenie/stored-alerts";

type Integration = { id: string; name: string };

/** An alert as Opsgenie lists it. Pure. */
export function alertView(alert: OpsgenieAlert, { id, name }: Integration) {
  const { facts, acknowledgedAt, resolvedAt, openedAt, snoozedUntil } = alert;
  const responders = facts?.responders ?? [];
  return {
    id: alert.id,
    tinyId: String(alert.number),
    alias: facts?.alias ?? alert.dedupKey,
    message: alert.title,
    status: alert.status === "resolved" ? "closed" : "open",
    acknowledged: acknowledgedAt !== null,
    isSeen: acknowledgedAt !== null,
    tags: facts?.tags ?? [],
    snoozed: snoozedUntil !== null,
    ...(snoozedUntil && { snoozedUntil: snoozedUntil.toISOString() }),
    count: alert.count,
    lastOccurredAt: alert.lastAlertAt.toISOString(),
    createdAt: openedAt.toISOString(),
    updatedAt: alert.changedAt.toISOString(),
    source: facts?.source || alert.incidentSource,
    owner: alert.owner ?? "",
    priority: alert.priority,
    responders,
    teams: responders.filter(({ type }) => type === "team"),
    integration: { id, name, type: "API" },
    report: {
      ...(acknowledgedAt && { ackTime: msBetween(openedAt, acknowledgedAt) }),
      ...(resolvedAt && { closeTime: msBetween(openedAt, resolvedAt) }),
    },
  };
}

/** An alert with all there is, as Opsgenie gives a single one. Pure. */
export function wholeAlertView(
  alert: OpsgenieAlert,
  integration: Integration,
  by: { acknowledgedBy?: string | undefined; closedBy?: string | undefined },
) {
  const { facts } = alert;
  const view = alertView(alert, integration);
  return {
    ...view,
    actions: facts?.actions ?? [],
    entity: facts?.entity ?? "",
    description: facts?.description ?? "",
    details: facts?.details ?? {},
    report: { ...view.report, ...by },
  };
}

const msBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime());
