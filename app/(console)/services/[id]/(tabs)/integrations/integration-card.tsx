import Link from "next/link";
import type { ReactNode } from "react";
import { Outcome } from "#components/integration/outcome";
import { RateUsed } from "#components/integration/rate-used";
import { Badge } from "#components/ui/badge";
import { SourceLogo } from "#components/ui/source-logo";
import { Time } from "#components/ui/time";
import { count } from "#lib/format";
import type { IntegrationView } from "#lib/integrations/view";
import { findSource } from "#lib/sources/index";
import { integrationAt } from "../../../addresses";

type Props = { integration: IntegrationView; mayOpen: boolean; refused: number; readAt: number };

/** An integration at a glance: whether it hears anything, how busy it is, what it refuses. */
export function IntegrationCard({ integration, mayOpen, refused, readAt }: Props) {
  const source = findSource(integration.type);
  return (
    <li className="relative min-w-0 rounded-md border bg-surface focus-within:border-edge has-[a]:hover:border-edge">
      <div className="flex items-center gap-3 border-b px-4 py-3">
        <SourceLogo icon={source?.icon} name={source?.name ?? integration.type} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-medium text-base">
            {mayOpen ? (
              <Link
                href={integrationAt(integration)}
                data-row-link
                className="rounded-sm outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-text"
              >
                {integration.name}
              </Link>
            ) : (
              integration.name
            )}
          </h2>
          <p className="truncate text-muted text-sm">{source?.name ?? integration.type}</p>
        </div>
        {integration.enabled ? <Badge tone="green">Enabled</Badge> : <Badge tone="grey">Disabled</Badge>}
      </div>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-4 px-4 py-3 text-sm">
        <Fact name="Last request">
          <LastRequest last={integration.lastRequest} />
        </Fact>
        <Fact name="This minute">
          <RateUsed used={integration.usedThisMinute} limit={integration.rateLimitPerMinute} readAt={readAt} />
          {integration.waiting > 0 && (
            <span className="block font-medium text-acknowledged">{count(integration.waiting)} late</span>
          )}
        </Fact>
        <Fact name="Refused, 24 h">
          <span className={refused > 0 ? "font-medium text-triggered tabular-nums" : "tabular-nums"}>
            {count(refused)}
          </span>
        </Fact>
      </dl>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

function LastRequest({ last }: { last: IntegrationView["lastRequest"] }) {
  if (!last) return <span className="text-muted">Waiting for the first one</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Outcome outcome={last.outcome} />
      <Time at={last.receivedAt} className="text-muted" />
    </span>
  );
}
