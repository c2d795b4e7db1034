"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RateUsed } from "#components/integration/rate-used";
import { useLive } from "#components/live-provider";
import { Banner } from "#components/ui/banner";
import { TextLink } from "#components/ui/text-link";
import { ask } from "#lib/browser/ask";
import type { Integration } from "#lib/browser/integration";
import { count, duration, plural } from "#lib/format";
import { type IntegrationPlace, integrationSettingsAt } from "../../../addresses";

type Limit = Pick<Integration, "usedThisMinute" | "rateLimitPerMinute" | "overLimitLastHour" | "waiting">;
type Props = { place: IntegrationPlace; first: { limit: Limit; readAt: number }; mayChange: boolean };

/** How busy the integration is against its limit, and what waits because of it. */
export function LimitStrip({ place, first, mayChange }: Props) {
  const query = useQuery({
    queryKey: ["integration", place.id, "limit"],
    queryFn: ({ signal }) => ask<Limit>(`/api/v1/integrations/${place.id}`, { signal }),
    initialData: first.limit,
    initialDataUpdatedAt: first.readAt,
    refetchInterval: 30_000,
  });
  useLive([`requests:${place.id}`], () => void query.refetch());
  const { usedThisMinute, rateLimitPerMinute, overLimitLastHour, waiting } = query.data;
  return (
    <div className="mb-4 space-y-3">
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Fact name="This minute">
          <RateUsed used={usedThisMinute} limit={rateLimitPerMinute} readAt={query.dataUpdatedAt} />
        </Fact>
        <Fact name="Over the limit, last hour">{count(overLimitLastHour)}</Fact>
        <Fact name="Late, waiting now">
          <span className={waiting > 0 ? "font-medium text-acknowledged" : undefined}>{count(waiting)}</span>
        </Fact>
      </dl>
      {waiting > 0 && (
        <Banner
          tone="warning"
          title={`${plural(waiting, "request waits", "requests wait")} for ${waiting === 1 ? "its" : "their"} turn`}
        >
          They came over the limit and are stored. As each minute begins they are taken in, first come first served
          {rateLimitPerMinute > 0 && `, within about ${duration(Math.ceil(waiting / rateLimitPerMinute) * minuteMs)}`}.
          What they resolve is resolved already.{" "}
          {mayChange ? (
            <>
              If so many are usual here, raise the limit in{" "}
              <TextLink href={integrationSettingsAt(place)}>Settings</TextLink>.
            </>
          ) : (
            "If so many are usual here, ask an admin to raise the limit."
          )}
        </Banner>
      )}
    </div>
  );
}

const minuteMs = 60_000;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}
