import { Card, CardHeader } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { DefinitionList } from "#components/ui/definition-list";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { destinationAddress, incidentAddress } from "#lib/browser/addresses";
import type { DeliveryDetail } from "#lib/browser/destination";

/** The message beside its attempts. */
export function DeliveryFacts({
  delivery: { id, destination, event, messageId, createdAt, doneAt },
}: {
  delivery: DeliveryDetail;
}) {
  const { incident } = event;
  return (
    <Card>
      <CardHeader title="Message" />
      <DefinitionList
        rows={[
          [
            "Integration",
            <TextLink key="to" href={destinationAddress(destination.id)}>
              {destination.name}
            </TextLink>,
          ],
          [
            "Event",
            <code key="type" className="text-xs">
              {event.type}
            </code>,
          ],
          [
            "Incident",
            incident && (
              <TextLink href={incidentAddress(incident.number)}>
                #{incident.number} {incident.title}
              </TextLink>
            ),
          ],
          ["Happened", <Time key="happened" at={event.occurredAt} as="exact" />],
          ["Queued", <Time key="queued" at={createdAt} as="exact" />],
          ["Finished", doneAt && <Time at={doneAt} as="exact" />],
          ["Message id", <CopyId key="message" value={messageId} label="the message id" />],
          ["Delivery id", <CopyId key="delivery" value={id} label="the delivery id" />],
        ]}
      />
    </Card>
  );
}

function CopyId({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 break-all text-xs">{value}</code>
      <CopyButton text={value} label={`Copy ${label}`} />
    </span>
  );
}
