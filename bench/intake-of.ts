import { newId } from "#db/id";
import type { Intake, ReceivedRequest } from "#lib/incidents/intake";

/** A trigger event as intake would hand it over, for what is measured without intake. */
export function intakeOf({
  integrationId,
  serviceId,
  dedupKey,
  body,
}: {
  integrationId: string;
  serviceId: string;
  dedupKey: string;
  body: Uint8Array;
}): Intake & { kept: ReceivedRequest } {
  const summary = "High CPU on web-01";
  return {
    part: 0,
    counts: false,
    events: [
      {
        scope: integrationId,
        action: "trigger",
        dedupKey,
        summary,
        source: "web-01",
        severity: "error",
        details: { cpu: 95 },
        links: [],
        images: [],
        occurredAt: null,
      },
    ],
    origin: { integrationId, serviceId, actor: { kind: "integration", id: integrationId, name: "Bench" } },
    kept: {
      id: newId(),
      receivedAt: new Date(),
      source: "pagerduty",
      method: "POST",
      path: "/v2/enqueue",
      query: "",
      headers: { "content-type": "application/json", host: "127.0.0.1" },
      body,
      ip: "127.0.0.1",
      outcome: "accepted",
      reason: null,
      status: 202,
      overStatus: 429,
      events: [{ action: "trigger", dedupKey, summary, source: "web-01", severity: "error", links: [] }],
      durationMs: 0,
    },
  };
}
