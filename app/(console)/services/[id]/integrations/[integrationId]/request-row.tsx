"use client";

import Link from "next/link";
import { Outcome } from "#components/integration/outcome";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import type { ReceivedRequest } from "#lib/browser/integration";
import { count, duration } from "#lib/format";
import { type IntegrationPlace, incidentAt, requestAt } from "../../../addresses";
import { opensNothing, summaryOf, verbOf } from "./request-words";

/** The columns of the log, for its head and its rows alike. */
export const columns = "md:grid md:grid-cols-[7rem_6rem_3rem_minmax(0,1fr)_8rem_4rem] md:items-center md:gap-4";

/** One received request in a line; all of it is on its own page. */
export function RequestRow({ place, request }: { place: IntegrationPlace; request: ReceivedRequest }) {
  const [event] = request.events;
  return (
    <li
      className={`relative flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 text-sm last:border-b-0 focus-within:bg-hover hover:bg-hover md:h-10 md:py-0 ${columns}`}
    >
      <Time at={request.receivedAt} className="text-muted max-md:order-2" />
      <Outcome outcome={request.outcome} className="max-md:order-1" />
      <span className="font-mono text-muted text-xs max-md:order-3 md:text-right">
        <span className="sr-only">Answered </span>
        {request.status}
      </span>
      <Link
        href={requestAt(place, request.id)}
        data-row-link
        title={summaryOf(request)}
        className="min-w-0 truncate outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent-text focus-visible:after:-outline-offset-2 max-md:order-5 max-md:basis-full"
      >
        {request.replayOf && <span className="text-muted">Replay · </span>}
        {event && <span className="text-muted">{verbOf(event)}: </span>}
        {summaryOf(request)}
      </Link>
      {opensNothing(request) ? (
        <span className="text-acknowledged text-xs max-md:order-4">Opened nothing</span>
      ) : (
        <IncidentLinks incidents={request.incidents} />
      )}
      <span className="text-muted tabular-nums max-md:hidden md:text-right">{tookText(request)}</span>
    </li>
  );
}

// A refused request is not timed.
function tookText({ outcome, durationMs }: ReceivedRequest): string {
  if (outcome === "refused") return "–";
  return durationMs < 1 ? "< 1 ms" : duration(durationMs);
}

const mostNamed = 2;

function IncidentLinks({ incidents }: { incidents: ReceivedRequest["incidents"] }) {
  if (incidents.length === 0) return <span className="max-md:hidden" />;
  const hidden = incidents.length - mostNamed;
  return (
    <span className="relative z-10 flex gap-2 font-mono text-xs max-md:order-4">
      {incidents.slice(0, mostNamed).map(({ id, number }) => (
        <TextLink key={id} href={incidentAt(number)}>
          #{number}
        </TextLink>
      ))}
      {hidden > 0 && <span className="text-muted">+{count(hidden)}</span>}
    </span>
  );
}
