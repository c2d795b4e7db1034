import { Avatar } from "#components/ui/avatar";
import { Badge } from "#components/ui/badge";
import { Card, CardHeader } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { DefinitionList } from "#components/ui/definition-list";
import { Severity } from "#components/ui/severity";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { destinationAddress, serviceAddress } from "#lib/browser/addresses";
import type { Incident } from "#lib/browser/incident";
import { type Delivery, deliveryStates, eventWords } from "./delivery-words";

/** What is known about the incident, at the side. */
export function IncidentFacts({ incident }: { incident: Incident }) {
  return (
    <Card>
      <DefinitionList
        rows={[
          [
            "Service",
            <TextLink key="service" href={serviceAddress(incident.service.id)}>
              {incident.service.name}
            </TextLink>,
          ],
          ["Severity", <Severity key="severity" level={incident.severity} />],
          ["Urgency", incident.urgency === "high" ? "High" : "Low"],
          ["Assigned to", <Assignees key="assignees" incident={incident} />],
          [
            "Source",
            <code key="source" className="text-xs">
              {incident.source}
            </code>,
          ],
          ["Dedup key", <Copyable key="key" text={incident.dedupKey} label="Copy the dedup key" />],
          ["Opened", <Time key="opened" at={incident.openedAt} />],
          ["Last alert", <Time key="last" at={incident.lastAlertAt} />],
          ["Acknowledged", incident.acknowledgedAt && <Time key="acknowledged" at={incident.acknowledgedAt} />],
          ["Snoozed until", incident.snoozedUntil && <Time key="snoozed" at={incident.snoozedUntil} as="short" />],
          ["Resolved", incident.resolvedAt && <Time key="resolved" at={incident.resolvedAt} />],
          ["Id", <Copyable key="id" text={incident.id} label="Copy the id" />],
        ]}
      />
    </Card>
  );
}

/** Where messages about the incident went, newest first. */
export function IncidentDeliveries({ deliveries }: { deliveries: Delivery[] }) {
  return (
    <Card>
      <CardHeader title="Told to" />
      {deliveries.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          No integration hears about this incident. Choose what to send under{" "}
          <TextLink href="/integrations">Integrations</TextLink>.
        </p>
      ) : (
        <ul className="max-h-80 divide-y overflow-y-auto text-sm">
          {[...deliveries].reverse().map((delivery) => (
            <li key={delivery.id} className="flex items-center gap-3 px-4 py-2">
              <div className="min-w-0 flex-1">
                <TextLink href={destinationAddress(delivery.destination.id)}>{delivery.destination.name}</TextLink>
                <p className="truncate text-muted text-xs">
                  It {eventWords(delivery.eventType)} · <Time at={delivery.createdAt} />
                </p>
              </div>
              <Badge tone={deliveryStates[delivery.state].tone}>{deliveryStates[delivery.state].word}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Assignees({ incident: { assignees } }: { incident: Incident }) {
  if (assignees.length === 0) return <span className="text-muted">Nobody</span>;
  return (
    <ul className="flex flex-col gap-1">
      {assignees.map((person) => (
        <li key={person.id} className="flex items-center gap-2">
          <Avatar name={person.name} className="size-5" />
          <span className="truncate">{person.name}</span>
        </li>
      ))}
    </ul>
  );
}

function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="line-clamp-2 min-w-0 flex-1 break-all text-xs" title={text}>
        {text}
      </code>
      <CopyButton text={text} label={label} />
    </span>
  );
}
