import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupText } from "#components/setup-text";
import { Banner } from "#components/ui/banner";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CopyValue } from "#components/ui/copy-value";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { findChannel } from "#lib/channels/index";
import { cardOf } from "#lib/destinations/channel-card";
import { DestinationForm } from "../../destination-form";
import { shownDestination } from "../../read-shown";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await permit("responder");
  return { title: (await shownDestination((await params).id)).name };
}

export default async function DestinationSettingsPage({ params }: Props) {
  const person = await permit("responder");
  const destination = await shownDestination((await params).id);
  const channel = findChannel(destination.type);
  if (!channel) notFound();
  const card = cardOf(channel);
  const mayChange = allows(person.role, "admin");
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        {!mayChange && (
          <Banner className="mb-4" title="Only admins change integrations">
            You see its settings without the secrets.
          </Banner>
        )}
        <DestinationForm
          channel={card}
          destination={destination}
          fresh={{ name: "", events: [] }}
          mayChange={mayChange}
        />
      </div>
      <aside aria-label="About this integration" className="flex min-w-0 flex-col gap-4">
        <Card>
          <CardHeader title="How to set it up" />
          <CardBody>
            <SetupText markdown={card.setup} />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="Id" description="For the REST API." />
          <CardBody>
            <CopyValue value={destination.id} label="the id" />
          </CardBody>
        </Card>
      </aside>
    </div>
  );
}
