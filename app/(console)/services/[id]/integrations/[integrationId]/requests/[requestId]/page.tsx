import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Banner } from "#components/ui/banner";
import { TextLink } from "#components/ui/text-link";
import { requestById } from "#db/queries/requests";
import { readToday } from "#lib/requests/read-today";
import { integrationAt, requestAt } from "../../../../../addresses";
import { integrationOf, type Names } from "../../integration-of";
import { linesOf } from "./body-lines";

import { ReceivedSide } from "./received-side";
import { ReplayStart } from "./replay-start";
import { ResultSide } from "./result-side";

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: { params: Promise<Names & { requestId: string }> }) {
  const { id, integrationId, requestId } = await params;
  const { integration, source, maySend, mayChange, readAt } = await integrationOf(id, integrationId);
  const request = await requestById(integration.id, requestId);
  if (!request) notFound();
  const today = await readToday({ integrationId: integration.id, requestId }, readAt);
  const lines = linesOf(request.body);
  const marked = today.bodyPaths.flatMap((path) => lines.lineOf(path) ?? []);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-sm">
          <TextLink href={integrationAt(integration)}>All requests</TextLink>
        </p>
        <ReplayStart
          place={integration}
          requestId={requestId}
          today={today}
          mayReplay={maySend}
          mayMap={mayChange && source?.mapsFields === true}
        />
      </div>
      {request.replayOf && (
        <Banner className="mb-4" title="A replay">
          It carries out again what{" "}
          <TextLink href={requestAt(integration, request.replayOf)}>the first request</TextLink> holds.
        </Banner>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ResultSide
          request={request}
          derivation={today.derivation}
          where={{ lineOf: lines.lineOf, source: source?.name ?? integration.type }}
        />
        <ReceivedSide request={request} lines={lines} marked={marked} />
      </div>
    </>
  );
}
