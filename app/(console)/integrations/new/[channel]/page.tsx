import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChannelLogo } from "#components/destination/channel-logo";
import { SetupText } from "#components/setup-text";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { permit } from "#lib/auth/permit";
import { findChannel } from "#lib/channels/index";
import { now } from "#lib/clock";
import { cardOf } from "#lib/destinations/channel-card";
import { galleryAt } from "../../addresses";
import { DestinationForm } from "../../destination-form";
import { usualName } from "../../usual-name";

type Props = { params: Promise<{ channel: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await permit("admin");
  const channel = findChannel((await params).channel);
  return { title: channel ? `Add ${channel.name} integration` : "Not found" };
}

const usualEvents = ["incident.triggered", "incident.acknowledged", "incident.resolved"];

export default async function AddDestinationPage({ params }: Props) {
  const person = await permit("admin");
  const channel = findChannel((await params).channel);
  if (!channel) notFound();
  const card = cardOf(channel);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Integrations", href: galleryAt }]}
        title={
          <span className="flex items-center gap-3">
            <ChannelLogo id={card.id} icon={card.icon} name={card.name} />
            Add {card.name} integration
          </span>
        }
        description={card.description}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <DestinationForm
          channel={card}
          fresh={{ name: usualName(card.name, person, now()), events: usualEvents }}
          mayChange
        />
        <aside aria-label="How to set it up">
          <Card>
            <CardHeader title="How to set it up" />
            <CardBody>
              <SetupText markdown={card.setup} />
            </CardBody>
          </Card>
        </aside>
      </div>
    </>
  );
}
