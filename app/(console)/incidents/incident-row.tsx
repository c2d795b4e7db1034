"use client";

import { Check, CircleCheckBig } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { Avatar } from "#components/ui/avatar";
import { Checkbox } from "#components/ui/checkbox";
import { PressArea, usePressHold } from "#components/ui/press-button";
import { Severity } from "#components/ui/severity";
import { Status, stateOf } from "#components/ui/status";
import { Time } from "#components/ui/time";
import type { Incident } from "#lib/browser/incident";
import { count } from "#lib/format";
import { AcknowledgeButton, ResolveButton } from "./act-buttons";
import { UnsentMark } from "./unsent";
import { useSwipe } from "./use-swipe";

type Props = {
  incident: Incident;
  /** It no longer belongs to this list; it keeps its place until the list is left alone. */
  gone: boolean;
  /** The keys of the list act on it. */
  isCursor: boolean;
  mayAct: boolean;
  selected: boolean;
  onSelect: (selected: boolean, range: boolean) => void;
  onAcknowledge: () => void;
  onResolve: () => void;
};

/** One incident: a row of 40 px on a desk, a card with big buttons on a phone. */
export function IncidentRow(props: Props) {
  return (
    <PressArea>
      <Row {...props} />
    </PressArea>
  );
}

function Row({ incident, gone, isCursor, mayAct, selected, onSelect, onAcknowledge, onResolve }: Props) {
  const acknowledgeable = mayAct && !gone && incident.status === "triggered";
  const resolvable = mayAct && !gone && incident.status !== "resolved";
  // The buttons keep their places for as long as the row is on screen, whoever answers it.
  const [hadButtons, setHadButtons] = useState(resolvable);
  if (resolvable && !hadButtons) setHadButtons(true);
  const { hold } = usePressHold();
  const swiped = (does: () => void) => () => {
    hold();
    does();
  };
  const swipe = useSwipe({
    right: acknowledgeable ? swiped(onAcknowledge) : undefined,
    left: resolvable ? swiped(onResolve) : undefined,
  });
  return (
    <li
      data-incident={incident.id}
      data-row={incident.id}
      aria-current={isCursor || undefined}
      data-press-area
      className={twMerge("relative overflow-hidden border-b bg-surface last:border-b-0", gone && "[&_a]:text-muted")}
    >
      <SwipeGround />
      <div
        {...swipe}
        className={twMerge(
          "group relative touch-pan-y bg-surface has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent-text has-[a:focus-visible]:-outline-offset-2 px-3 py-2.5 md:flex md:h-10 md:items-center md:gap-3 md:px-4 md:py-0 md:focus-within:bg-hover md:hover:bg-hover",
          gone && "bg-sunken",
          selected && "bg-accent-soft md:bg-accent-soft",
          isCursor && "md:shadow-[inset_3px_0_0_var(--color-accent-text)]",
        )}
      >
        {mayAct && (
          <Checkbox
            checked={selected}
            onClick={(event) => {
              event.preventDefault();
              onSelect(!selected, event.shiftKey);
            }}
            aria-label={`Select #${incident.number}`}
            className="z-10 max-md:hidden"
          />
        )}
        <div className="flex min-w-0 items-start gap-2.5 md:order-3 md:flex-1 md:items-center md:gap-3">
          <Status state={stateOf(incident)} as="glyph" className="mt-1 md:mt-0" />
          <span className="hidden w-14 shrink-0 font-mono text-muted text-xs md:block">#{incident.number}</span>
          <Link
            href={`/incidents/${incident.number}`}
            data-incident-link
            data-row-link
            title={incident.title}
            className="line-clamp-2 min-w-0 flex-1 font-medium text-lg leading-5 outline-none after:absolute after:inset-0 md:block md:truncate md:font-normal md:text-sm"
          >
            {incident.title}
          </Link>
        </div>
        {mayAct && (
          <UnsentMark
            incidentId={incident.id}
            className="relative z-20 mt-1.5 pl-6 md:order-3 md:mt-0 md:-my-1 md:pl-0"
          />
        )}
        <RowFacts incident={incident} />
        {mayAct && hadButtons && (
          <RowActions incident={incident} gone={gone} onAcknowledge={onAcknowledge} onResolve={onResolve} />
        )}
      </div>
    </li>
  );
}

// A mark with its buttons needs their room; the title keeps its own.
const awayBesideMark = "md:group-has-data-unsent-mark:hidden";

/** The widths of the columns behind the title, for the head and the rows alike. */
export const columns = {
  service: `max-lg:max-w-36 max-lg:truncate lg:w-32 lg:shrink-0 lg:truncate ${awayBesideMark}`,
  severity: `lg:w-20 lg:shrink-0 ${awayBesideMark}`,
  urgency: "hidden xl:block xl:w-12 xl:shrink-0",
  alerts: "md:w-10 md:shrink-0 md:text-right",
  who: "md:w-14 md:shrink-0",
  age: "whitespace-nowrap md:w-19 md:shrink-0 md:text-right",
  changed: "hidden xl:block xl:w-19 xl:shrink-0 xl:text-right",
};

function RowFacts({ incident }: { incident: Incident }) {
  return (
    <div className="mt-1.5 flex items-center gap-x-3 pl-6 text-muted text-sm md:order-4 md:mt-0 md:pl-0">
      <span className="shrink-0 font-mono text-xs md:hidden">#{incident.number}</span>
      <span title={incident.service.name} className={twMerge("md:hidden lg:block", columns.service)}>
        {incident.service.name}
      </span>
      <Severity level={incident.severity} className={twMerge("md:hidden lg:inline-flex", columns.severity)} />
      <span className={twMerge(columns.urgency, incident.urgency === "high" && "text-ink")}>
        {incident.urgency === "high" ? "High" : "Low"}
      </span>
      <span
        className={twMerge("tabular-nums", columns.alerts, incident.alertCount === 1 && "text-faint max-md:hidden")}
        title={`${count(incident.alertCount)} alerts`}
      >
        <span className="sr-only">Alerts: </span>×{count(incident.alertCount)}
      </span>
      <span
        className={twMerge(
          "flex items-center -space-x-1.5",
          columns.who,
          incident.assignees.length === 0 && "max-md:hidden",
        )}
      >
        <Assignees incident={incident} />
      </span>
      <Time at={incident.openedAt} className={columns.age} />
      <Time at={incident.changedAt} className={columns.changed} />
    </div>
  );
}

function Assignees({ incident: { assignees } }: { incident: Incident }) {
  if (assignees.length === 0) {
    return (
      <span className="text-faint">
        <span aria-hidden>–</span>
        <span className="sr-only">Nobody has it</span>
      </span>
    );
  }
  const hidden = assignees.slice(2);
  return (
    <>
      {assignees.slice(0, 2).map((person) => (
        <Avatar key={person.id} name={person.name} className="ring-2 ring-surface" />
      ))}
      {hidden.length > 0 && (
        <span className="pl-2.5 text-xs" title={hidden.map((person) => person.name).join(", ")}>
          +{hidden.length}
        </span>
      )}
    </>
  );
}

type ActionProps = Pick<Props, "incident" | "gone" | "onAcknowledge" | "onResolve">;

function RowActions({ incident: { number, status }, gone, onAcknowledge, onResolve }: ActionProps) {
  const size = "h-11 flex-1 md:h-7 md:flex-none md:px-2 md:text-xs";
  return (
    <div className="relative z-10 mt-2.5 flex gap-2 md:pointer-events-none md:absolute md:inset-y-0.5 md:right-0.5 md:order-5 md:mt-0 md:items-center md:bg-hover md:pr-4 md:pl-3 md:opacity-0 md:group-focus-within:pointer-events-auto md:group-focus-within:opacity-100 md:group-hover:pointer-events-auto md:group-hover:opacity-100">
      <AcknowledgeButton
        as={status === "triggered" ? "open" : "done"}
        isDead={gone}
        number={number}
        onPress={onAcknowledge}
        className={twMerge(size, "md:min-w-31")}
      />
      <ResolveButton
        as={status === "resolved" ? "done" : "open"}
        isDead={gone}
        number={number}
        onPress={onResolve}
        className={twMerge(size, "md:min-w-24")}
      />
    </div>
  );
}

// What a card that is pushed aside uncovers.
function SwipeGround() {
  return (
    <div
      aria-hidden
      className="absolute inset-0 flex items-center justify-between bg-sunken px-4 font-medium text-sm md:hidden"
    >
      <span className="flex items-center gap-2 text-acknowledged">
        <Check className="size-4" />
        Acknowledge
      </span>
      <span className="flex items-center gap-2 text-resolved">
        Resolve
        <CircleCheckBig className="size-4" />
      </span>
    </div>
  );
}
