import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { ChannelLogo } from "#components/destination/channel-logo";
import { EnabledMark } from "#components/destination/enabled-mark";
import { type Bar, Sparkline } from "#components/destination/sparkline";
import { Time } from "#components/ui/time";
import { count, plural } from "#lib/format";

export type CardProps = {
  name: string;
  channel: { id: string; name: string; icon?: string | undefined };
  href: Route;
  target: string;
  enabled: boolean;
  disabledReason: string | null;
  /** Why its credentials are refused, when they are. */
  blockedReason: string | null;
  /** The events it hears of, in words; null when there are none. */
  hears: string | null;
  health: {
    delivered: number;
    failed: number;
    pending: number;
    retrying: number;
    inFlight: number;
    lastError: { at: string; text: string } | null;
    lastDeliveredAt: string | null;
  };
  /** The requests of the last 24 hours, hour by hour. */
  hours: Bar[];
};

/** A configured integration: where it goes, what it hears of, and whether it works. */
export function DestinationCard({
  name,
  channel,
  href,
  target,
  enabled,
  disabledReason,
  blockedReason,
  hears,
  health,
  hours,
}: CardProps) {
  return (
    <article className="relative flex min-w-0 flex-col gap-3 rounded-md border bg-surface p-4 transition-colors focus-within:border-line-strong hover:border-edge">
      <header className="flex items-start gap-3">
        <ChannelLogo {...channel} muted={!enabled} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-medium text-base" title={name}>
            <Link
              href={href}
              data-row-link
              className="outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-text"
            >
              {name}
            </Link>
          </h3>
          <p className="truncate text-muted text-sm" title={target}>
            {target}
          </p>
        </div>
        <EnabledMark enabled={enabled} />
      </header>
      <p className={twMerge("line-clamp-2 text-sm", hears === null && "text-acknowledged")}>
        {hears ?? "No events chosen: nothing is sent"}
      </p>
      <footer className="mt-auto flex flex-col gap-2 border-t pt-3">
        <div className="flex items-end justify-between gap-3">
          <p className="text-sm">
            <Share delivered={health.delivered} failed={health.failed} />
          </p>
          <Sparkline bars={hours} label="Requests of the last 24 hours" />
        </div>
        {!enabled && <p className="line-clamp-2 text-muted text-sm">{disabledReason ?? "Disabled."}</p>}
        {enabled && blockedReason && <p className="line-clamp-2 text-sm text-triggered">On hold: {blockedReason}</p>}
        {enabled && !blockedReason && <Standing health={health} />}
      </footer>
    </article>
  );
}

/** The share of delivered requests in words. */
export function Share({ delivered, failed }: { delivered: number; failed: number }) {
  const all = delivered + failed;
  if (all === 0) return <span className="text-muted">No requests in 24 h</span>;
  return (
    <>
      <span className={twMerge("font-medium tabular-nums", failed > 0 && "text-triggered")}>
        {shareText(delivered, all)}
      </span>{" "}
      <span className="text-muted">delivered of {plural(all, "request")} in 24 h</span>
    </>
  );
}

// Never 100 % while something failed, and never 0 % while something arrived.
function shareText(part: number, all: number): string {
  const share = (part / all) * 100;
  if (part === all) return "100 %";
  if (part === 0) return "0 %";
  return `${Math.min(99.9, Math.max(0.1, Math.round(share * 10) / 10))} %`;
}

function Standing({ health: { pending, retrying, inFlight, lastError, lastDeliveredAt } }: Pick<CardProps, "health">) {
  const waiting = pending - retrying + inFlight;
  const parts: ReactNode[] = [
    retrying > 0 && (
      <span key="failing" className="font-medium text-acknowledged">
        {capped(retrying)} failing
      </span>
    ),
    waiting > 0 && <span key="waiting">{capped(waiting)} waiting</span>,
    !lastError && lastDeliveredAt && (
      <span key="last">
        Last delivered <Time at={lastDeliveredAt} />
      </span>
    ),
  ].filter(Boolean);
  return (
    <div className="text-muted text-sm">
      {parts.length > 0 && <p className="flex flex-wrap gap-x-3">{parts}</p>}
      {lastError && (
        <p className="line-clamp-2" title={lastError.text}>
          Last error <Time at={lastError.at} />: {lastError.text}
        </p>
      )}
      {parts.length === 0 && !lastError && <p>Nothing was sent yet</p>}
    </div>
  );
}

/** Backlogs are counted up to ten thousand. */
const capped = (value: number) => (value >= 10_000 ? "10,000 or more" : count(value));
