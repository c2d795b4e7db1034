import { notFound } from "next/navigation";
import { incidentBy } from "#db/queries/incidents";
import { integrationById } from "#db/queries/integrations";
import { requestsOfIntegration } from "#db/queries/requests";
import { serviceById } from "#db/queries/services";
import { lastEntryOf } from "#db/queries/timeline";
import { now } from "#lib/clock";

/** The first alert that came through the integration, the incident it opened, and who did what about that. */
export async function firstAlertOf(integrationId: string) {
  const integration = await integrationById(integrationId, now());
  const service = integration && (await serviceById(integration.serviceId));
  if (!integration || !service) notFound();
  const { data } = await requestsOfIntegration(integrationId, { limit: 20 });
  const request = data.findLast(({ incidents }) => incidents.length > 0) ?? data[0];
  const incident = request?.incidents[0] && (await incidentBy(request.incidents[0].id));
  const [acknowledged, resolved] = incident
    ? await Promise.all([doneBy(incident.id, "acknowledged"), doneBy(incident.id, "resolved")])
    : [];
  return { integration, service, request, incident, acknowledged, resolved };
}

async function doneBy(
  incidentId: string,
  kind: "acknowledged" | "resolved",
): Promise<{ name: string; at: Date } | undefined> {
  const entry = await lastEntryOf(incidentId, kind);
  return entry && { name: entry.actor.name, at: entry.at };
}
