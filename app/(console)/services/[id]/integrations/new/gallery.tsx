"use client";

import { Search, SearchX } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { RowKeys } from "#components/row-keys";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Input } from "#components/ui/input";
import { SourceLogo } from "#components/ui/source-logo";
import type { SourceGroup } from "#lib/sources/contract";
import { namingAt } from "../../../addresses";

type Card = { id: string; name: string; group: SourceGroup; description: string; icon: string | undefined };
type Props = { serviceId: string; sources: Card[] };

/** Every source in its group, found by its name, its group or what it says of itself. */
export function Gallery({ serviceId, sources }: Props) {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const found = sources.filter((source) => fits(source, q));
  const groups = [...new Set(found.map((source) => source.group))];
  return (
    <>
      <search className="relative mb-4 block md:max-w-80">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
        />
        <Input
          type="search"
          aria-label="Search sources"
          placeholder="Search tools"
          value={q}
          onChange={(event) => void setQ(event.target.value || null)}
          className="pl-8"
        />
      </search>
      <p role="status" className="sr-only">
        {found.length} found
      </p>
      {found.length === 0 && <NothingFound serviceId={serviceId} onClear={() => void setQ(null)} />}
      <RowKeys className="space-y-6">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2 className="mb-2 font-medium text-muted text-sm">{group}</h2>
            <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {found
                .filter((source) => source.group === group)
                .map((source) => (
                  <SourceTile key={source.id} serviceId={serviceId} source={source} />
                ))}
            </ul>
          </section>
        ))}
      </RowKeys>
    </>
  );
}

function fits({ name, group, description }: Card, words: string): boolean {
  const text = `${name} ${group} ${description}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function SourceTile({ serviceId, source: { id, name, description, icon } }: { serviceId: string; source: Card }) {
  return (
    <li className="relative flex gap-3 rounded-md border bg-surface p-4 focus-within:border-edge hover:border-edge hover:bg-hover">
      <SourceLogo icon={icon} name={name} />
      <div className="min-w-0">
        <h3 className="font-medium text-base">
          <Link
            href={namingAt(serviceId, id)}
            data-row-link
            className="outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-text"
          >
            {name}
          </Link>
        </h3>
        <p className="text-muted text-sm">{description}</p>
      </div>
    </li>
  );
}

function NothingFound({ serviceId, onClear }: { serviceId: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="No tool fits this search"
      action={
        <>
          <Button onClick={onClear}>Clear the search</Button>
          <Button asChild variant="primary">
            <Link href={namingAt(serviceId, "webhook")}>Use the generic webhook</Link>
          </Button>
        </>
      }
    >
      Anything that can send JSON works with the generic webhook: you say where the title, the severity and the key are.
    </EmptyState>
  );
}
