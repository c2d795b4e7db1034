import { CircleCheck } from "lucide-react";
import { Status } from "#components/ui/status";
import type { OpenIncidents } from "#db/queries/service-health";
import { count } from "#lib/format";

/** How the service is now: what is open of it, by urgency. */
export function ServiceState({ open }: { open: OpenIncidents[] }) {
  const pressing = open.filter(({ triggered, acknowledged }) => triggered + acknowledged > 0);
  const snoozed = open.reduce((sum, each) => sum + each.snoozed, 0);
  return (
    <p className="-mt-1 mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {pressing.length === 0 && (
        <span className="inline-flex items-center gap-1.5 text-resolved">
          <CircleCheck aria-hidden className="size-3.5" />
          Nothing is open
        </span>
      )}
      {pressing.map(({ urgency, triggered, acknowledged }) => (
        <span key={urgency} className="inline-flex flex-wrap items-center gap-x-1.5">
          <Status state={triggered > 0 ? "triggered" : "acknowledged"} as="glyph" />
          <span className={urgency === "high" ? "font-medium" : "text-muted"}>
            {count(triggered + acknowledged)} open with {urgency} urgency,
          </span>
          <span className="text-muted">{takenUp(triggered, acknowledged)}</span>
        </span>
      ))}
      {snoozed > 0 && (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Status state="snoozed" as="glyph" />
          {count(snoozed)} snoozed
        </span>
      )}
    </p>
  );
}

function takenUp(triggered: number, acknowledged: number): string {
  if (acknowledged === 0) return "none acknowledged";
  return triggered === 0 ? "all acknowledged" : `${count(acknowledged)} acknowledged`;
}
