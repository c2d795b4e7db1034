import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { DeliveryState } from "#components/destination/delivery-state";
import { LiveRefresh } from "#components/live-provider";
import { Badge } from "#components/ui/badge";
import { Banner } from "#components/ui/banner";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { destinationAddress, incidentAddress } from "#lib/browser/addresses";
import type { DeliveryDetail } from "#lib/browser/destination";
import { jsoned } from "#lib/browser/incident";
import { readDelivery } from "#lib/delivery/view";
import { eventChoices } from "#lib/events/index";
import { deliveriesAt, galleryAt } from "../../../addresses";
import { eventLabel } from "../../../event-label";
import { orNotFound } from "../../../or-not-found";
import { NextTry } from "../../next-try";
import { Attempts } from "./attempts";
import { DeliveryActions } from "./delivery-actions";
import { DeliveryFacts } from "./delivery-facts";

type Props = { params: Promise<{ id: string; deliveryId: string }> };

const shownDelivery = cache(async (id: string) => jsoned(await orNotFound(readDelivery(id))));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await permit("responder");
  const { event, destination } = await shownDelivery((await params).deliveryId);
  return { title: `${eventLabel(eventChoices, event.type)} to ${destination.name}` };
}

export default async function DeliveryPage({ params }: Props) {
  const person = await permit("responder");
  const { id, deliveryId } = await params;
  const delivery = await shownDelivery(deliveryId);
  if (delivery.destination.id !== id) notFound();
  const { event, destination, kind } = delivery;
  return (
    <>
      <LiveRefresh topics={[`destination:${id}`]} />
      <PageHeader
        crumbs={[
          { label: "Integrations", href: galleryAt },
          { label: destination.name, href: destinationAddress(id) },
          { label: "Deliveries", href: deliveriesAt(id) },
        ]}
        title={event.summary}
        description={<Standing delivery={delivery} />}
        actions={allows(person.role, "responder") && <DeliveryActions delivery={delivery} />}
      />
      {delivery.state !== "delivered" && delivery.lastError && (
        <Banner
          tone={delivery.state === "exhausted" ? "danger" : "warning"}
          title={delivery.lastError}
          className="mb-4"
        >
          {delivery.nextTry && <NextTry delivery={delivery} />}
          {delivery.state === "exhausted" &&
            (kind === "test"
              ? "A test is made once."
              : "It is not tried again by itself. Replay it when the receiver is well.")}
          {delivery.state === "discarded" &&
            "It was discarded when the integration was disabled. Enable it, then replay this message."}
        </Banner>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Attempts delivery={delivery} />
        <aside aria-label="Facts" className="min-w-0">
          <DeliveryFacts delivery={delivery} />
        </aside>
      </div>
    </>
  );
}

function Standing({
  delivery: { state, attempt, attemptsInAll, kind, event, createdAt },
}: {
  delivery: DeliveryDetail;
}) {
  return (
    <span className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <DeliveryState state={state} attempt={attempt} as="pill" />
      <span>{eventLabel(eventChoices, event.type)}</span>
      {kind === "replay" && <Badge tone="outline">Replay</Badge>}
      {kind !== "test" && attempt > 0 && (
        <span className="tabular-nums">
          Attempt {attempt} of {attemptsInAll}
        </span>
      )}
      {event.incident && <TextLink href={incidentAddress(event.incident.number)}>#{event.incident.number}</TextLink>}
      <span>
        Queued <Time at={createdAt} />
      </span>
    </span>
  );
}
