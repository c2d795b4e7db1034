"use client";

import { Countdown } from "#components/destination/countdown";
import type { Delivery } from "#lib/browser/destination";

type Props = { delivery: Pick<Delivery, "nextTry" | "attempt" | "event"> };

/** When a waiting message is tried next, and where it stands on the ladder of retries. */
export function NextTry({ delivery: { nextTry, attempt, event } }: Props) {
  if (!nextTry) return null;
  const { at, behind, cycle, cycles, pacedTo, step, steps } = nextTry;
  if (behind) return <>Waits for an earlier message{event.incident && ` of #${event.incident.number}`}. </>;
  if (pacedTo !== null) return <>Waits its turn: at most {pacedTo} messages a minute are sent here. </>;
  if (attempt === 0) {
    return (
      <>
        <Countdown until={at} before="Sent in" over="About to be sent" />.{" "}
      </>
    );
  }
  return (
    <>
      <Countdown until={at} before="Next try in" over="Next try now" />
      {` · retry ${step} of ${steps} in cycle ${cycle} of ${cycles}. `}
    </>
  );
}
