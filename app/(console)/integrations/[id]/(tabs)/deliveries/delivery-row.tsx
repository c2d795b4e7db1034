"use client";

import Link from "next/link";
import { twMerge } from "tailwind-merge";
import { DeliveryState } from "#components/destination/delivery-state";
import { Button } from "#components/ui/button";
import { Time } from "#components/ui/time";
import { incidentAddress } from "#lib/browser/addresses";
import type { Delivery } from "#lib/browser/destination";
import { duration } from "#lib/format";
import { deliveryAt } from "../../../addresses";
import { useEventChoices } from "../../../event-choices";
import { eventLabel } from "../../../event-label";
import type { DeliveryVerbs } from "../../delivery-verbs";
import { NextTry } from "../../next-try";

type Props = {
  delivery: Delivery;
  /** It no longer belongs under this filter; it keeps its place until the list is left alone. */
  gone: boolean;
  verbs: DeliveryVerbs | undefined;
  isEnabled: boolean;
};

/** One message: what it tells, how it stands, and when it is tried next. */
export function DeliveryRow({ delivery, gone, verbs, isEnabled }: Props) {
  const choices = useEventChoices();
  const { id, destination, event, state, attempt, kind, lastError } = delivery;
  const isTroubled = state !== "delivered" && lastError !== null;
  return (
    <li
      className={twMerge(
        "group relative border-b px-4 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] last:border-b-0 focus-within:bg-hover hover:bg-hover md:py-2",
        gone && "opacity-60",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 md:flex-nowrap">
        <DeliveryState state={state} attempt={attempt} className="w-24 shrink-0 text-sm" />
        <div className="min-w-0 flex-1 max-md:order-last max-md:basis-full">
          <Link
            href={deliveryAt(destination.id, id)}
            data-row-link
            title={event.summary}
            className="block truncate text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent-text focus-visible:after:-outline-offset-2 max-md:line-clamp-2 max-md:whitespace-normal max-md:text-base"
          >
            <span className="font-medium">{eventLabel(choices, event.type)}</span>
            {kind === "replay" && <span className="text-muted"> (replay)</span>}
            <span className="text-muted"> · {toldBy(event)}</span>
          </Link>
        </div>
        <Facts delivery={delivery} />
      </div>
      {(isTroubled || delivery.nextTry) && (
        <p className="mt-0.5 text-muted text-sm md:pl-28">
          <NextTry delivery={delivery} />
          {isTroubled && <span className="break-words">{lastError}</span>}
        </p>
      )}
      {verbs && !gone && isEnabled && <RowAction delivery={delivery} verbs={verbs} />}
    </li>
  );
}

/** What the label of the event and the number beside it do not say already. */
function toldBy({ type, summary, incident }: Delivery["event"]): string {
  return incident && !saysMore.has(type) ? incident.title : summary;
}

const saysMore = new Set(["incident.noted", "incident.assigned", "incident.snoozed"]);

function Facts({
  delivery: { event, attempt, attemptsInAll, kind, lastMs, lastStatus, createdAt },
}: {
  delivery: Delivery;
}) {
  return (
    <div className="flex shrink-0 items-center gap-x-4 text-muted text-sm tabular-nums max-md:ml-auto max-md:gap-x-3">
      <span className="w-12 text-right max-md:w-auto">
        {event.incident && (
          <Link
            href={incidentAddress(event.incident.number)}
            title={event.incident.title}
            className="relative z-10 font-mono text-xs hover:text-ink hover:underline"
          >
            #{event.incident.number}
          </Link>
        )}
      </span>
      <span className="w-28 whitespace-nowrap max-lg:hidden">
        {kind === "test" ? "One attempt" : attempt > 0 ? `Attempt ${attempt} of ${attemptsInAll}` : ""}
      </span>
      <span className="text-xs lg:hidden">{kind !== "test" && attempt > 1 && `${attempt} of ${attemptsInAll}`}</span>
      <span className="w-8 text-right font-mono text-xs max-md:hidden">{lastStatus}</span>
      <span className="w-16 text-right max-md:hidden">{lastMs !== null && duration(lastMs)}</span>
      <Time at={createdAt} className="w-20 text-right max-md:w-auto" />
    </div>
  );
}

function RowAction({
  delivery: { id, state, attempt, kind, event },
  verbs,
}: {
  delivery: Delivery;
  verbs: DeliveryVerbs;
}) {
  const choices = useEventChoices();
  const isWaiting = state === "pending" && attempt > 0;
  const isOver = kind !== "test" && (state === "delivered" || state === "exhausted" || state === "discarded");
  if (!isWaiting && !isOver) return null;
  const word = isWaiting ? "Try now" : "Replay";
  return (
    <div className="relative z-10 mt-2 md:pointer-events-none md:absolute md:top-1 md:right-3 md:mt-0 md:bg-hover md:pl-3 md:opacity-0 md:group-focus-within:pointer-events-auto md:group-focus-within:opacity-100 md:group-hover:pointer-events-auto md:group-hover:opacity-100">
      <Button
        aria-label={`${word}: ${eventLabel(choices, event.type)}${event.incident ? ` #${event.incident.number}` : ""}`}
        onClick={() => void (isWaiting ? verbs.tryNow(id) : verbs.replay(id))}
        className={twMerge("md:h-7 md:px-2 md:text-xs", state === "delivered" && "max-md:hidden")}
      >
        {word}
      </Button>
    </div>
  );
}
