import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { requestsOfIntegration } from "#db/queries/requests";
import { jsoned } from "#lib/browser/incident";
import { integrationOf, type Names } from "./integration-of";
import { LimitStrip } from "./limit-strip";
import { logParsers } from "./log-parsers";
import { RequestLog } from "./request-log";

export const metadata: Metadata = { title: "Requests" };

const loadAsked = createLoader(logParsers);
const perPage = 50;

type Props = { params: Promise<Names>; searchParams: Promise<SearchParams> };

export default async function RequestsPage({ params, searchParams }: Props) {
  const { id, integrationId } = await params;
  const { integration, mayChange } = await integrationOf(id, integrationId);
  const { outcome } = await loadAsked(searchParams);
  const readAt = Date.now();
  const page = await requestsOfIntegration(integration.id, { outcome: outcome ?? undefined, limit: perPage });
  const place = { serviceId: id, id: integration.id };
  const { usedThisMinute, rateLimitPerMinute, overLimitLastHour, waiting } = integration;
  const limit = { usedThisMinute, rateLimitPerMinute, overLimitLastHour, waiting };
  return (
    <>
      <LimitStrip place={place} first={{ limit, readAt }} mayChange={mayChange} />
      <RequestLog place={place} first={{ which: outcome ?? "all", page: jsoned(page), readAt }} />
    </>
  );
}
