"use client";

import { Hourglass } from "lucide-react";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { AttemptAxis } from "#components/destination/attempt-axis";
import { TimingBar, TimingLegend, timingWords } from "#components/destination/timing-bar";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import type { Attempt, DeliveryDetail } from "#lib/browser/destination";
import { duration } from "#lib/format";
import { NextTry } from "../../next-try";
import { attemptName, countOf, outcomeOf } from "./attempt-name";
import { Exchange } from "./exchange";

/** Every try on a time axis, and the one that is looked at in full: the last unless another is chosen. */
export function Attempts({ delivery }: { delivery: DeliveryDetail }) {
  const { attempts, nextTry } = delivery;
  const [chosen, setChosen] = useState<number>();
  const [first] = attempts;
  const shown = attempts[chosen ?? attempts.length - 1];
  if (!first || !shown) {
    return (
      <Card>
        <EmptyState
          icon={<Hourglass />}
          title={delivery.state === "discarded" ? "It was never tried" : "Not tried yet"}
        >
          {delivery.state !== "discarded" &&
            (nextTry ? <NextTry delivery={delivery} /> : "Its attempts appear here by themselves.")}
        </EmptyState>
      </Card>
    );
  }
  const startMs = new Date(first.at).getTime();
  const since = (at: string) => new Date(at).getTime() - startMs;
  const place = attempts.indexOf(shown);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card>
        <CardHeader
          title="Attempts"
          description={`${countOf(attempts)}${attempts.length > 1 ? ", newest first" : ""}`}
          actions={<TimingLegend />}
        />
        {attempts.length > 1 && (
          <CardBody className="border-b pb-1">
            <AttemptAxis
              points={attempts.map((attempt) => ({
                name: attemptName(attempt),
                atMs: since(attempt.at),
                outcome: outcomeOf(attempt),
                ok: isGood(attempt),
              }))}
              nextMs={nextTry ? since(nextTry.at) : null}
              chosen={place}
              onChoose={setChosen}
            />
          </CardBody>
        )}
        <AttemptList attempts={attempts} since={since} place={place} onChoose={setChosen} />
      </Card>
      <Exchange attempt={shown} />
    </div>
  );
}

const isGood = ({ class: ended }: Attempt): boolean => ["delivered", "accepted", "skipped"].includes(ended);

type ListProps = {
  attempts: Attempt[];
  since: (at: string) => number;
  place: number;
  onChoose: (place: number) => void;
};

function AttemptList({ attempts, since, place, onChoose }: ListProps) {
  const longestMs = Math.max(...attempts.map((attempt) => attempt.totalMs));
  const newestFirst = attempts.map((attempt, at) => [attempt, at] as const).toReversed();
  return (
    <ol reversed aria-label="Attempts" className="max-h-80 overflow-y-auto">
      {newestFirst.map(([attempt, at]) => (
        <li key={`${attempt.n}-${attempt.ask}-${attempt.at}`} className="border-b last:border-b-0">
          <button
            type="button"
            aria-pressed={at === place}
            onClick={() => onChoose(at)}
            className="grid w-full grid-cols-[2rem_4rem_1fr_4rem] items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 aria-pressed:bg-accent-soft md:grid-cols-[2rem_4.5rem_12rem_1fr_4rem] md:py-2"
          >
            <span className="font-mono text-muted text-xs">
              {attempt.ask === 0 ? attempt.n : `${attempt.n}.${attempt.ask}`}
            </span>
            <span className="text-muted text-xs tabular-nums">
              {at === 0 ? "first" : `+${duration(since(attempt.at))}`}
            </span>
            <span className={twMerge("min-w-0", isGood(attempt) ? "text-resolved" : "text-triggered")}>
              {attempt.status !== null && <span className="font-mono text-xs">{attempt.status} </span>}
              {outcomeOf(attempt)}
            </span>
            <span className="max-md:order-last max-md:col-span-4">
              <TimingBar timings={attempt} longestMs={longestMs} />
            </span>
            <span className="text-right text-muted text-xs tabular-nums" title={timingWords(attempt)}>
              {duration(attempt.totalMs)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
