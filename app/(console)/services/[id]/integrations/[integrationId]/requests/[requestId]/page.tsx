import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Banner } from "#components/ui/banner";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { replaysOf, requestById } from "#db/queries/requests";
import { count } from "#lib/format";
import { readToday } from "#lib/requests/read-today";
import { integrationAt, requestAt } from "../../../../../addresses";
import { OpenAnyway } from "../../../../../open-anyway";
import { integrationOf, type Names } from "../../integration-of";
import { linesOf } from "./body-lines";
import { ReceivedSide } from "./received-side";
import { ReplayStart } from "./replay-start";
import { ResultSide } from "./result-side";

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: { params: Promise<Names & { requestId: string }> }) {
  const { id, integrationId, requestId } = await params;
  const { integration, source, mayChange, readAt } = await integrationOf(id, integrationId);
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
          mayMap={mayChange && source?.mapsFields === true}
        />
      </div>
      {request.unopened.length > 0 && (
        <Banner
          className="mb-4 max-sm:flex-wrap"
          tone="warning"
          title={request.unopened.length === 1 ? "Trigger ignored" : "Triggers ignored"}
          action={<OpenAnyway integrationId={integration.id} requestId={requestId} />}
        >
          The alert was already resolved, so no incident was opened: <Keys keys={request.unopened} />
        </Banner>
      )}
      <Replays place={integration} replays={await replaysOf(request.id)} />
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

const mostKeys = 5;

function Keys({ keys }: { keys: string[] }) {
  const more = keys.length - mostKeys;
  return (
    <>
      <code className="break-all text-xs">{keys.slice(0, mostKeys).join(", ")}</code>
      {more > 0 && ` and ${count(more)} more`}
    </>
  );
}

type Replayed = Awaited<ReturnType<typeof replaysOf>>;

function Replays({ place, replays }: { place: Parameters<typeof requestAt>[0]; replays: Replayed }) {
  if (replays.length === 0) return null;
  return (
    <Banner className="mb-4" title="It was replayed">
      <span className="flex flex-wrap gap-x-4">
        {replays.map(({ id, receivedAt }) => (
          <TextLink key={id} href={requestAt(place, id)}>
            <Time at={receivedAt} as="short" />
          </TextLink>
        ))}
      </span>
    </Banner>
  );
}
