import Link from "next/link";
import { Outcome } from "#components/integration/outcome";
import { RowKeys } from "#components/row-keys";
import { Status } from "#components/ui/status";
import { Time } from "#components/ui/time";
import type { ServiceHealth } from "#db/queries/service-health";
import type { ServiceView } from "#db/queries/services";
import { count, plural } from "#lib/format";
import { serviceAt } from "./addresses";

const columns = "md:grid md:grid-cols-[minmax(0,1fr)_8rem_9rem_12rem] md:items-center md:gap-4";

/** Services, with what is open of each and how its integrations fare. */
export function ServiceTable({ services, health }: { services: ServiceView[]; health: ServiceHealth[] }) {
  const healthOf = new Map(health.map((each) => [each.serviceId, each]));
  return (
    <RowKeys>
      <div aria-hidden className={`hidden h-9 border-b px-4 font-medium text-muted text-xs ${columns}`}>
        <span>Service</span>
        <span>Open incidents</span>
        <span>Integrations</span>
        <span>Last request</span>
      </div>
      <ul aria-label="Services">
        {services.map((service) => (
          <li
            key={service.id}
            className={`relative min-h-12 border-b px-4 py-2 last:border-b-0 focus-within:bg-hover hover:bg-hover ${columns}`}
          >
            <div className="min-w-0">
              <Link
                href={serviceAt(service.id)}
                data-row-link
                className="block truncate font-medium text-lg outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent-text focus-visible:after:-outline-offset-2 md:text-base"
              >
                {service.name}
              </Link>
              {service.description && <p className="truncate text-muted text-sm">{service.description}</p>}
            </div>
            <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm md:contents">
              <OpenCount service={service} />
              <Integrations count={service.integrationCount} health={healthOf.get(service.id)} />
              <LastRequest health={healthOf.get(service.id)} />
            </div>
          </li>
        ))}
      </ul>
    </RowKeys>
  );
}

function OpenCount({
  service: { openIncidentCount: open, triggeredIncidentCount: triggered },
}: {
  service: ServiceView;
}) {
  if (open === 0) return <span className="text-faint max-md:hidden">None</span>;
  return (
    <span className="flex items-center gap-1.5 text-ink">
      <Status state={triggered > 0 ? "triggered" : "acknowledged"} as="glyph" />
      <span className="tabular-nums">{count(open)} open</span>
    </span>
  );
}

function Integrations({ count: all, health }: { count: number; health: ServiceHealth | undefined }) {
  if (all === 0) return <span className="text-acknowledged">No integrations</span>;
  const disabled = health?.disabledCount ?? 0;
  return (
    <span>
      <span className="tabular-nums">{plural(all, "integration")}</span>
      {disabled > 0 && <span className="block text-faint text-xs">{count(disabled)} disabled</span>}
    </span>
  );
}

function LastRequest({ health }: { health: ServiceHealth | undefined }) {
  if (!health?.lastRequest)
    return <span className="text-faint max-md:hidden">{health ? "Nothing received yet" : "–"}</span>;
  return (
    <span className="flex items-center gap-1.5">
      <Outcome outcome={health.lastRequest.outcome} />
      <Time at={health.lastRequest.receivedAt} />
    </span>
  );
}
