import type { Actor } from "#db/vocabulary";
import { sampleIncident } from "#lib/events/incident-snapshot";

/** Sent by *Test*; nobody subscribes to it. */
export const testEventType = "integration.test";

export const testPrefix = "[Test message]";

/** The payload of a test: an incident that does not exist, marked so in every text. */
export function testPayload(actor: Actor, id: string, now: Date): Record<string, unknown> {
  const incident = sampleIncident(now, {
    id,
    number: 0,
    title: `${testPrefix} High CPU on web-01`,
    severity: "info",
    urgency: "low",
    source: "tocsin",
    dedupKey: `test/${id}`,
    service: { id, name: "Test service" },
  });
  return { actor, incident, summary: `${testPrefix} ${actor.name} tests this integration. Nothing is wrong.` };
}
