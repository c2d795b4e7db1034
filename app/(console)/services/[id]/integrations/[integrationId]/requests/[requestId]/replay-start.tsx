import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button";
import type { Today } from "#lib/requests/read-today";
import { type IntegrationPlace, mappingAt, replayAt } from "../../../../../addresses";

type Props = {
  place: IntegrationPlace;
  requestId: string;
  today: Today;
  /** Its mapping has a page of its own, and who looks may change it. */
  mayMap: boolean;
};

/** Leads to what a replay would do; where there can be none, says why. */
export function ReplayStart({ place, requestId, today, mayMap }: Props) {
  const obstacle = today.unreadable;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 sm:justify-end">
      <p id="replay-hint" className="max-w-prose text-muted text-sm empty:hidden max-sm:basis-full">
        {obstacle ?? (today.differs && hintOf(today))}
      </p>
      {mayMap && (
        <Button asChild>
          <Link href={{ pathname: mappingAt(place), query: { request: requestId } }}>Edit mapping</Link>
        </Button>
      )}
      {obstacle === null ? (
        <Button asChild variant={today.differs ? "primary" : "secondary"}>
          <Link href={replayAt(place, requestId)}>
            <RotateCcw aria-hidden />
            Replay
          </Link>
        </Button>
      ) : (
        <Button disabled aria-describedby="replay-hint">
          <RotateCcw aria-hidden />
          Replay
        </Button>
      )}
    </div>
  );
}

const hintOf = ({ isAccepted, wasAccepted }: Today) =>
  isAccepted && !wasAccepted ? "It would be accepted today." : "It is read differently today.";
