"use client";

import { Countdown } from "#components/destination/countdown";
import type { Delivery } from "#lib/browser/destination";

/** When a waiting message is tried next, and where it stands on the ladder of retries. */
export function NextTry({
  delivery: { nextTry, attempt, event },
}: {
  delivery: Pick<Delivery, "nextTry" | "attempt" | "event">;
}) {
  if (!nextTry) return null;
  if (nextTry.behind) return <>Waits for an earlier message{event.incident && ` of #${event.incident.number}`}. </>;
  if (attempt === 0) {
    return (
      <>
        Sent in <Countdown until={nextTry.at} className="font-medium text-ink tabular-nums" />.{" "}
      </>
    );
  }
  return (
    <>
      Next try in <Countdown until={nextTry.at} className="font-medium text-ink tabular-nums" />
      {` · retry ${nextTry.step} of ${nextTry.steps} in cycle ${nextTry.cycle} of ${nextTry.cycles} · `}
    </>
  );
}
