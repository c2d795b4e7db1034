import { z } from "zod";
import { incidentStatuses, severities, urgencies } from "#db/vocabulary";

const moment = z.iso.datetime({ offset: true });
const named = z.object({ id: z.string(), name: z.string() });

/** An incident as it was when the event happened; the SQL function `incident_snapshot` writes it. */
export const incidentSnapshot = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  status: z.enum(incidentStatuses),
  severity: z.enum(severities),
  urgency: z.enum(urgencies),
  source: z.string(),
  dedupKey: z.string(),
  service: named,
  assignees: z.array(named),
  alertCount: z.int(),
  openedAt: moment,
  acknowledgedAt: moment.nullable(),
  resolvedAt: moment.nullable(),
  snoozedUntil: moment.nullable(),
  links: z.array(z.object({ href: z.string(), text: z.string().optional() })),
});

export type IncidentSnapshot = z.output<typeof incidentSnapshot>;

/** An incident for samples and tests, triggered at `now`. */
export function sampleIncident(now: Date, more: Partial<IncidentSnapshot> = {}): IncidentSnapshot {
  return {
    id: "01a1f6ea-5c00-7000-8000-000000000001",
    number: 412,
    title: "High CPU on web-01",
    status: "triggered",
    severity: "critical",
    urgency: "high",
    source: "web-01",
    dedupKey: "cpu/web-01",
    service: { id: "01a1f6ea-5c00-7000-8000-000000000002", name: "Checkout" },
    assignees: [],
    alertCount: 1,
    openedAt: now.toISOString(),
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [],
    ...more,
  };
}
