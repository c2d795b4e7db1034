import type { ReactNode } from "react";
import { ChannelLogo } from "#components/destination/channel-logo";
import { EnabledMark } from "#components/destination/enabled-mark";
import { LiveRefresh } from "#components/live-provider";
import { Banner } from "#components/ui/banner";
import { LinkTabs } from "#components/ui/link-tabs";
import { PageHeader } from "#components/ui/page-header";
import { Time } from "#components/ui/time";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { destinationAddress } from "#lib/browser/addresses";
import type { Destination } from "#lib/browser/destination";
import { findChannel } from "#lib/channels/index";
import { deliveriesAt, galleryAt, healthAt } from "../../addresses";
import { shownDestination } from "../../read-shown";
import { DestinationActions } from "../destination-actions";

type Props = { params: Promise<{ id: string }>; children: ReactNode };

/** The head of an integration: what it is, how it stands, and its tabs. */
export default async function DestinationLayout({ params, children }: Props) {
  const person = await permit("responder");
  const destination = await shownDestination((await params).id);
  const { id, name, type, target, enabled } = destination;
  const channel = findChannel(type);
  const mayChange = allows(person.role, "admin");
  const tabs = [
    { label: "Settings", href: destinationAddress(id) },
    { label: "Deliveries", href: deliveriesAt(id) },
    { label: "Health", href: healthAt(id) },
  ];
  return (
    <>
      <LiveRefresh topics={["destinations", `destination:${id}`]} />
      <PageHeader
        crumbs={[{ label: "Integrations", href: galleryAt }]}
        title={
          <span className="flex items-center gap-3">
            <ChannelLogo id={type} icon={channel?.icon} name={channel?.name ?? type} muted={!enabled} />
            {name}
          </span>
        }
        description={
          <span className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
            <EnabledMark enabled={enabled} />
            <span>{channel?.name ?? type}</span>
            <span>{target}</span>
          </span>
        }
        actions={mayChange && <DestinationActions destination={destination} />}
      />
      <Trouble destination={destination} isKnown={channel !== undefined} />
      <LinkTabs label="Integration" tabs={tabs} className="mb-5" />
      {children}
    </>
  );
}

function Trouble({ destination, isKnown }: { destination: Destination; isKnown: boolean }) {
  const { enabled, disabledAt, disabledReason, blockedAt, blockedReason, events, health } = destination;
  if (!isKnown) {
    return (
      <Banner tone="danger" title="This version of Tocsin has no such channel" className="mb-4">
        Nothing can be sent. Delete the integration, or run a version that has it.
      </Banner>
    );
  }
  if (!enabled && disabledAt) {
    return (
      <Banner tone="warning" title={disabledReason ?? "Disabled"} className="mb-4">
        Since <Time at={disabledAt} as="short" /> nothing is sent; the settings and the log are kept.
      </Banner>
    );
  }
  if (blockedAt) {
    return (
      <Banner tone="danger" title={blockedReason ?? "The credentials are refused"} className="mb-4">
        Since <Time at={blockedAt} as="short" /> messages are held. Correct the credentials under Settings: they are
        then sent at once, in order.
      </Banner>
    );
  }
  if (events.length === 0) {
    return (
      <Banner tone="warning" title="No events chosen: nothing is sent" className="mb-4">
        Choose under Settings what this integration hears of.
      </Banner>
    );
  }
  if (health.notBefore) {
    return (
      <Banner tone="info" title="The receiver asked for a pause" className="mb-4">
        What waits is sent again <Time at={health.notBefore} />.
      </Banner>
    );
  }
  return null;
}
