import { CircleCheck, Send } from "lucide-react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { TextLink } from "#components/ui/text-link";
import type { DeliveryState } from "#db/vocabulary";
import { destinationAddress } from "#lib/browser/addresses";
import type { LogOwner } from "./use-log";

type Props = { state: DeliveryState | null; destination: LogOwner; onClear: () => void };

const nothing: Record<DeliveryState, string> = {
  pending: "Nothing waits",
  in_flight: "Nothing is on its way",
  delivered: "Nothing was delivered yet",
  exhausted: "Nothing has failed",
  discarded: "Nothing was discarded",
};

/** Why the log is empty, and what to do. */
export function NoDeliveries({ state, destination, onClear }: Props) {
  if (state) {
    return (
      <EmptyState
        icon={<CircleCheck />}
        title={nothing[state]}
        action={<Button onClick={onClear}>Show all deliveries</Button>}
      >
        Messages in this state appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Send />} title="Nothing was sent yet">
      {destination.hasEvents
        ? "The next event that this integration hears of appears here by itself, with every attempt. "
        : "No events are chosen, so nothing is sent. "}
      <TextLink href={destinationAddress(destination.id)}>
        {destination.hasEvents ? "Test it under Settings" : "Choose events under Settings"}
      </TextLink>
    </EmptyState>
  );
}

/** The log while it is read: rows of its own shape. */
export function LogLoading() {
  return (
    <Loading label="Loading deliveries">
      {[62, 54, 70, 48, 66, 58].map((width) => (
        <div key={width} className="flex h-14 items-center gap-4 border-b px-4 last:border-b-0 md:h-10">
          <Skeleton className="w-20" />
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="w-24 max-md:hidden" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </Loading>
  );
}
