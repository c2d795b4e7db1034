import type { Metadata } from "next";
import { LiveRefresh } from "#components/live-provider";
import { requestsByHour } from "#db/queries/destination-health";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { channels } from "#lib/channels/index";
import { now } from "#lib/clock";
import { listDestinations } from "#lib/destinations/read";
import { destinationFor } from "#lib/destinations/view";
import { Gallery } from "../gallery";
import { everyStretch, hourMs } from "../hours";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsPage() {
  const person = await permit("responder");
  const at = now();
  const [destinations, requests] = await Promise.all([listDestinations(at), requestsByHour(at)]);
  const from = new Date(at.getTime() - 24 * hourMs);
  const shown = destinations.map((destination) => ({
    ...jsoned(destinationFor(person.role, destination)),
    hours: everyStretch(requests.get(destination.id) ?? [], from, hourMs, 24),
  }));
  return (
    <>
      <LiveRefresh topics={["destinations", "deliveries", ...destinations.map(({ id }) => `destination:${id}`)]} />
      <Gallery
        channels={channels.map(({ id, name, group, description, icon }) => ({ id, name, group, description, icon }))}
        destinations={shown}
      />
    </>
  );
}
