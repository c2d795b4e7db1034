import Link from "next/link";
import { Avatar } from "#components/ui/avatar";
import { Severity } from "#components/ui/severity";
import { Status, stateOf } from "#components/ui/status";
import { Time } from "#components/ui/time";
import type { IncidentView } from "#db/queries/incidents";
import { count } from "#lib/format";
import { incidentAt } from "../../addresses";

/** One incident of the service: what it is, how bad, who has it. What can be done about it is on its own page. */
export function IncidentLine({ incident }: { incident: IncidentView }) {
  return (
    <li className="relative flex flex-col gap-1.5 border-b px-4 py-2.5 last:border-b-0 focus-within:bg-hover hover:bg-hover md:h-10 md:flex-row md:items-center md:gap-4 md:py-0">
      <div className="flex min-w-0 flex-1 items-baseline gap-3 md:items-center">
        <Status state={stateOf(incident)} as="glyph" />
        <span className="shrink-0 font-mono md:w-10 text-muted text-xs">#{incident.number}</span>
        <Link
          href={incidentAt(incident.number)}
          data-row-link
          title={incident.title}
          className="line-clamp-2 min-w-0 text-base outline-none md:block md:truncate after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent-text focus-visible:after:-outline-offset-2 md:text-sm"
        >
          {incident.title}
        </Link>
      </div>
      <div className="flex shrink-0 items-center gap-4 pl-6.5 text-muted text-sm md:pl-0">
        <Severity level={incident.severity} className="md:w-20" />
        <span className={incident.urgency === "high" ? "font-medium text-ink md:w-10" : "md:w-10"}>
          {incident.urgency === "high" ? "High" : "Low"}
        </span>
        <span className="tabular-nums md:w-12 md:text-right" title={`${count(incident.alertCount)} alerts`}>
          <span className="sr-only">Alerts: </span>×{count(incident.alertCount)}
        </span>
        <span className="flex w-8 items-center max-md:hidden">
          {incident.assignees[0] && <Avatar name={incident.assignees[0].name} />}
        </span>
        <Time at={incident.openedAt} className="md:w-20 md:text-right" />
      </div>
    </li>
  );
}
