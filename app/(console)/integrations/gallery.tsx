"use client";

import { Plus, SearchX } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { ChannelTile } from "#components/destination/channel-tile";
import { DestinationCard } from "#components/destination/destination-card";
import type { Bar } from "#components/destination/sparkline";
import { useMay } from "#components/person-provider";
import { RowKeys } from "#components/row-keys";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { destinationAddress } from "#lib/browser/addresses";
import type { Destination } from "#lib/browser/destination";
import { addingAt } from "./addresses";
import { useEventChoices } from "./event-choices";
import { eventsInWords } from "./events-in-words";
import { GalleryBar } from "./gallery-bar";
import { galleryParsers, type ShownState } from "./gallery-filters";
import { NothingConnected } from "./nothing-connected";

export type ChannelFacts = { id: string; name: string; group: string; description: string; icon?: string | undefined };
export type Configured = Pick<
  Destination,
  "id" | "type" | "name" | "target" | "events" | "enabled" | "disabledReason" | "blockedReason" | "health"
> & { hours: Bar[] };
type Props = { channels: ChannelFacts[]; destinations: Configured[] };

/** Every integration by the group of its channel, and the channels that can be added. */
export function Gallery({ channels, destinations }: Props) {
  const [{ q, show }, setFilters] = useQueryStates(galleryParsers, { history: "replace" });
  const mayAdd = useMay("admin");
  const words = (q ?? "").trim().toLowerCase();
  const sections = sectionsOf(channels, destinations, { words, show, mayAdd });
  const [only] = channels;
  return (
    <>
      <PageHeader
        title="Integrations"
        description="Other systems that hear what happens here."
        actions={mayAdd && only && destinations.length > 0 && <AddButton channels={channels} only={only} />}
      />
      {destinations.length > 0 && (
        <GalleryBar
          q={q}
          show={show}
          enabled={destinations.map((each) => each.enabled)}
          onChange={(change) => void setFilters(change)}
        />
      )}
      {destinations.length === 0 && <NothingConnected mayAdd={mayAdd} />}
      {sections.length === 0 && destinations.length > 0 && (
        <EmptyState
          icon={<SearchX />}
          title="No integration fits this search"
          action={<Button onClick={() => void setFilters(null)}>Clear the search</Button>}
        >
          Try fewer letters of its name, its address or the system.
        </EmptyState>
      )}
      <RowKeys className="flex flex-col gap-8">
        {sections.map((section) => (
          <GallerySection key={section.group} {...section} />
        ))}
      </RowKeys>
    </>
  );
}

function AddButton({ channels, only }: { channels: ChannelFacts[]; only: ChannelFacts }) {
  return (
    <Button asChild variant="primary">
      <Link href={channels.length === 1 ? addingAt(only.id) : "#add"}>
        <Plus aria-hidden />
        Add integration
      </Link>
    </Button>
  );
}

type Section = {
  group: string;
  cards: (Configured & { channel: ChannelFacts })[];
  tiles: ChannelFacts[];
  enabled: number;
  disabled: number;
};
type Narrowing = { words: string; show: ShownState; mayAdd: boolean };

function sectionsOf(
  channels: ChannelFacts[],
  destinations: Configured[],
  { words, show, mayAdd }: Narrowing,
): Section[] {
  const fits = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(words));
  // A card of a channel that is gone stays to be seen and deleted.
  const gone = destinations
    .filter(({ type }) => !channels.some(({ id }) => id === type))
    .map(({ type }) => ({ id: type, name: type, group: "No longer available", description: "" }));
  const all = [...channels, ...gone.filter((channel, at) => gone.findIndex(({ id }) => id === channel.id) === at)];
  return [...Map.groupBy(all, ({ group }) => group)].flatMap(([group, members]) => {
    const own = destinations.flatMap((each) =>
      members.filter(({ id }) => id === each.type).map((channel) => ({ ...each, channel })),
    );
    const cards = own.filter(
      (card) =>
        fits(card.name, card.channel.name, card.target) && (show === "all" || card.enabled === (show === "enabled")),
    );
    const tiles =
      mayAdd && show === "all" ? members.filter((channel) => channels.includes(channel) && fits(channel.name)) : [];
    const enabled = own.filter((card) => card.enabled).length;
    return cards.length + tiles.length > 0 ? [{ group, cards, tiles, enabled, disabled: own.length - enabled }] : [];
  });
}

function GallerySection({ group, cards, tiles, enabled, disabled }: Section) {
  const choices = useEventChoices();
  return (
    <section aria-labelledby={`group-${group}`} id={tiles.length > 0 ? "add" : undefined} className="scroll-mt-20">
      <header className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id={`group-${group}`} className="font-medium text-base">
          {group}
        </h2>
        {enabled + disabled > 0 && (
          <span className="text-muted text-sm">
            {enabled} enabled, {disabled} disabled
          </span>
        )}
      </header>
      <div className="grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
        {cards.map(({ channel, events, ...card }) => (
          <DestinationCard
            key={card.id}
            {...card}
            channel={channel}
            href={destinationAddress(card.id)}
            hears={eventsInWords(choices, events)}
          />
        ))}
        {tiles.map((channel) => (
          <ChannelTile key={channel.id} {...channel} href={addingAt(channel.id)} />
        ))}
      </div>
    </section>
  );
}
