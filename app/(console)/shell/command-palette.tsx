"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { ArrowRight, Check, CircleCheckBig, CornerDownRight, Keyboard, Search, SunMoon } from "lucide-react";
import type { Route } from "next";
import { useTheme } from "next-themes";
import { Dialog as Radix } from "radix-ui";
import { useDeferredValue, useEffect, useEffectEvent, useRef, useState } from "react";
import { useOfferedVerbs } from "#components/page-verbs";
import { useMay, useMe } from "#components/person-provider";
import { useFocusBack } from "#components/ui/focus-back";
import { SourceLogo } from "#components/ui/source-logo";
import { Status, stateOf } from "#components/ui/status";
import { Time } from "#components/ui/time";
import { useGo } from "#components/use-go";
import { destinationAddress, incidentAddress, serviceAddress } from "#lib/browser/addresses";
import { ask } from "#lib/browser/ask";
import type { Incident, Page } from "#lib/browser/incident";
import { useIncidentVerbs } from "../incidents/incident-verbs";
import { placesFor, waysFor } from "./navigation";
import { Commands, Entry, fits, Group } from "./palette-parts";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; onHelp: () => void };

/** Search and commands: go anywhere, find an incident, acknowledge #412. */
export function CommandPalette({ open, onOpenChange, onHelp }: Props) {
  const { onOpen, onCloseAutoFocus } = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="data-[state=open]:fade-in-0 fixed inset-0 z-50 bg-overlay duration-100 data-[state=open]:animate-in" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={onOpen}
          onCloseAutoFocus={onCloseAutoFocus}
          className="data-[state=open]:fade-in-0 fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-md border bg-raised shadow-raised duration-100 data-[state=open]:animate-in sm:top-[14dvh]"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <Palette close={() => onOpenChange(false)} onHelp={onHelp} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette({ close, onHelp }: { close: () => void; onHelp: () => void }) {
  const [text, setText] = useState("");
  const opening = useGo();
  const asked = useDeferredValue(text.trim());
  const go = (href: Route) => {
    close();
    void opening.go(href);
  };
  const found = useFound(asked);
  const commands = useCommands(close, go, onHelp);
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState("");
  // What is found arrives later than the text; the first entry is the one that Enter means, until another is chosen.
  const chooseFirst = useEffectEvent((..._drawn: unknown[]) => {
    const values = [...(list.current?.querySelectorAll("[cmdk-item]") ?? [])].map(
      (entry) => entry.getAttribute("data-value") ?? "",
    );
    if (!values.includes(chosen)) setChosen(values[0] ?? "");
  });
  useEffect(() => chooseFirst(text, found), [text, found]);
  return (
    <Command
      shouldFilter={false}
      label="Search and commands"
      value={chosen}
      onValueChange={setChosen}
      className="flex min-h-0 flex-col"
    >
      <div className="flex items-center gap-2.5 border-b px-3.5">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Command.Input
          value={text}
          onValueChange={(next) => {
            setText(next);
            setChosen("");
          }}
          placeholder="Search incidents, go to a page, acknowledge #412"
          className="h-12 w-full bg-transparent text-lg outline-none sm:text-base"
        />
      </div>
      <Command.List ref={list} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted text-sm">
          {found.asking
            ? "Searching"
            : `Nothing is called “${asked}”. Search for words of a title, a service or a number such as #412.`}
        </Command.Empty>
        <NumberCommands incident={found.numbered} verb={found.verb} close={close} go={go} />
        <Commands heading="On this page" text={asked} commands={commands.onPage} />
        <Commands heading="Go to" text={asked} commands={commands.places} />
        <Incidents incidents={found.incidents} go={go} />
        <Things heading="Services" things={found.services} go={(id) => go(serviceAddress(id))} />
        <Things heading="Integrations" things={found.destinations} go={(id) => go(destinationAddress(id))} />
        <Things heading="People" things={found.people} go={() => go("/people")} />
        <Commands heading="Commands" text={asked} commands={commands.others} />
      </Command.List>
    </Command>
  );
}

type Named = { id: string; name: string; type?: string };

function useFound(text: string) {
  const incidents = useQuery({
    queryKey: ["palette", "incidents", text],
    queryFn: ({ signal }) => ask<Page<Incident>>(`/api/v1/incidents?limit=6&q=${encodeURIComponent(text)}`, { signal }),
    enabled: text.length > 1,
    placeholderData: keepPreviousData,
  });
  const [, verb = "", number] = /^([a-z]*)\s*#?(\d{1,15})$/i.exec(text) ?? [];
  const numbered = useQuery({
    queryKey: ["palette", "number", number],
    queryFn: ({ signal }) => ask<Page<Incident>>(`/api/v1/incidents?q=${encodeURIComponent(`#${number}`)}`, { signal }),
    enabled: number !== undefined,
    staleTime: 0,
  });
  const services = useQuery({
    queryKey: ["palette", "services"],
    queryFn: ({ signal }) => ask<Page<Named>>("/api/v1/services?limit=100", { signal }),
  });
  const destinations = useQuery({
    queryKey: ["palette", "destinations"],
    queryFn: ({ signal }) => ask<Page<Named>>("/api/v1/destinations?limit=100", { signal }),
    enabled: useMay("responder"),
  });
  const people = useQuery({
    queryKey: ["palette", "people"],
    queryFn: ({ signal }) => ask<Page<Named>>("/api/v1/people", { signal }),
  });
  return {
    people: named(people.data, text),
    asking: incidents.isFetching,
    verb: verb.toLowerCase(),
    numbered: number === undefined ? undefined : numbered.data?.data[0],
    incidents: text.length > 1 ? (incidents.data?.data ?? []) : [],
    services: named(services.data, text),
    destinations: named(destinations.data, text),
  };
}

function named(page: Page<Named> | undefined, text: string): Named[] {
  if (!text) return [];
  return (page?.data ?? []).filter((thing) => fits(thing.name, text)).slice(0, 5);
}

function NumberCommands({
  incident,
  verb,
  close,
  go,
}: {
  incident: Incident | undefined;
  verb: string;
  close: () => void;
  go: (href: Route) => void;
}) {
  const may = useMay("responder");
  const verbs = useIncidentVerbs();
  if (!incident) return null;
  const press = (act: (incidents: Incident[]) => Promise<unknown>) => () => {
    close();
    void act([incident]);
  };
  const commands = [
    { label: "Open", icon: ArrowRight, does: () => go(incidentAddress(incident.number)), offered: true },
    {
      label: "Acknowledge",
      icon: Check,
      does: press(verbs.acknowledge),
      offered: may && incident.status === "triggered",
    },
    {
      label: "Resolve",
      icon: CircleCheckBig,
      does: press(verbs.resolve),
      offered: may && incident.status !== "resolved",
    },
  ].filter((command) => command.offered);
  // Enter alone opens; it does something only when its verb was typed.
  const isMeant = (command: { label: string }) => verb !== "" && command.label.toLowerCase().startsWith(verb);
  const sorted = [...commands.filter(isMeant), ...commands.filter((command) => !isMeant(command))];
  return (
    <Group heading={`#${incident.number} ${incident.title}`}>
      {sorted.map((command) => (
        <Entry key={command.label} value={`${command.label} ${incident.number}`} onSelect={command.does}>
          <command.icon aria-hidden />
          {command.label} #{incident.number}
        </Entry>
      ))}
    </Group>
  );
}

function Incidents({ incidents, go }: { incidents: Incident[]; go: (href: Route) => void }) {
  if (incidents.length === 0) return null;
  return (
    <Group heading="Incidents">
      {incidents.map((incident) => (
        <Entry key={incident.id} value={incident.id} onSelect={() => go(incidentAddress(incident.number))}>
          <Status state={stateOf(incident)} as="glyph" />
          <span className="font-mono text-muted text-xs">#{incident.number}</span>
          <span className="min-w-0 flex-1 truncate">{incident.title}</span>
          <Time at={incident.openedAt} className="shrink-0 text-muted text-xs" />
        </Entry>
      ))}
    </Group>
  );
}

function Things({ heading, things, go }: { heading: string; things: Named[]; go: (id: string) => void }) {
  if (things.length === 0) return null;
  return (
    <Group heading={heading}>
      {things.map((thing) => (
        <Entry key={thing.id} value={thing.id} onSelect={() => go(thing.id)}>
          <SourceLogo name={thing.name} icon={thing.type} size="small" />
          <span className="truncate">{thing.name}</span>
        </Entry>
      ))}
    </Group>
  );
}

function useCommands(close: () => void, go: (href: Route) => void, onHelp: () => void) {
  const { resolvedTheme, setTheme } = useTheme();
  const role = useMe().role;
  const closing = (does: () => void) => () => {
    close();
    does();
  };
  return {
    onPage: useOfferedVerbs().map(({ label, key, does }) => ({
      label,
      key,
      icon: <CornerDownRight aria-hidden />,
      // The dialog that it may open comes after this one is gone.
      does: closing(() => setTimeout(does)),
    })),
    places: [...placesFor(role), ...waysFor(role)].map((place) => ({
      label: place.label,
      icon: <place.icon aria-hidden />,
      does: () => go(place.href),
    })),
    others: [
      {
        label: "Switch between light and dark",
        icon: <SunMoon aria-hidden />,
        does: closing(() => setTheme(resolvedTheme === "dark" ? "light" : "dark")),
      },
      { label: "Keyboard shortcuts", icon: <Keyboard aria-hidden />, key: "?", does: closing(onHelp) },
    ],
  };
}
