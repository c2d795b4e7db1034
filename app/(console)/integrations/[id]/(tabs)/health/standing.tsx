import type { ReactNode } from "react";
import { Share } from "#components/destination/destination-card";
import { Time } from "#components/ui/time";
import type { Destination } from "#lib/browser/destination";
import { count } from "#lib/format";

/** How the integration stands now, in a row of numbers. */
export function Standing({ health }: { health: Destination["health"] }) {
  const facts: [string, ReactNode][] = [
    ["Last 24 hours", <Share key="share" delivered={health.delivered} failed={health.failed} />],
    ["Waiting", count(health.pending)],
    [
      "Of these failing",
      <span key="failing" className={health.retrying > 0 ? "text-acknowledged" : undefined}>
        {count(health.retrying)}
      </span>,
    ],
    ["On the way", count(health.inFlight)],
    [
      "Failed in a row",
      <span key="row" className={health.consecutiveFailures > 0 ? "text-triggered" : undefined}>
        {count(health.consecutiveFailures)}
      </span>,
    ],
    ["Last delivered", health.lastDeliveredAt ? <Time key="at" at={health.lastDeliveredAt} /> : "Never"],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line md:grid-cols-3 xl:grid-cols-[2fr_repeat(5,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="flex flex-col gap-0.5 bg-surface px-4 py-3">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="font-medium text-base tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
