import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import { Outcome } from "#components/integration/outcome";
import { Banner } from "#components/ui/banner";
import { Card, CardBody, CardFooter, CardHeader } from "#components/ui/card";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { permit } from "#lib/auth/permit";
import { plural } from "#lib/format";
import { previewReplay, type ReplayPreview } from "#lib/requests/preview-replay";
import { orNotFound } from "../../../../../../../integrations/or-not-found";
import { type IntegrationPlace, integrationSettingsAt, mappingAt, requestAt } from "../../../../../../addresses";
import { integrationOf, type Names } from "../../../integration-of";
import { ChangeCard } from "./change-card";
import { ReplayButton } from "./replay-button";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplayPage({ params }: { params: Promise<Names & { requestId: string }> }) {
  await permit("responder");
  const { id, integrationId, requestId } = await params;
  const { integration, source, readAt } = await integrationOf(id, integrationId);
  const preview = await orNotFound(previewReplay({ integrationId: integration.id, requestId }, readAt));
  return (
    <div className="max-w-4xl space-y-4">
      <p className="text-sm">
        <TextLink href={requestAt(integration, requestId)}>Back to the request</TextLink>
      </p>
      <Verdict place={integration} preview={preview} mapsFields={source?.mapsFields === true} />
      {preview.events.map((event, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events of a request may be alike, and they stay in their order
        <ChangeCard key={at} event={event} />
      ))}
      {preview.more > 0 && (
        <p className="px-1 text-muted text-sm">
          And {plural(preview.more, "more event")}, which the replay carries out too.
        </p>
      )}
    </div>
  );
}

type Props = {
  place: IntegrationPlace;
  preview: ReplayPreview /** Its mapping has a page of its own. */;
  mapsFields: boolean;
};

function Verdict({ place, preview, mapsFields }: Props) {
  const { request, now, before, obstacle, differs } = preview;
  return (
    <Card>
      <CardHeader
        title="Replay"
        description={
          <>
            The request of <Time at={request.receivedAt} as="short" />, read with the settings of today.
          </>
        }
      />
      <CardBody className="space-y-3 text-sm">
        {now && (
          <p className="flex flex-wrap items-center gap-2">
            <span className="text-muted">When it came</span> <Outcome outcome={before.outcome} />
            <ArrowRight aria-hidden className="size-4 text-muted" />
            <span className="text-muted">today</span> <Outcome outcome={now.outcome} />
          </p>
        )}
        {now?.reason && now.outcome !== "refused" && <p className="break-words">{now.reason}</p>}
        {now && now.outcome !== "refused" && !differs && (
          <p className="font-medium">It reads the same as when it came.</p>
        )}
        {obstacle !== null && (
          <Banner tone="warning" title="It cannot be replayed">
            <span id="why-no-replay">{obstacle}</span>{" "}
            {now?.outcome === "refused" &&
              (mapsFields ? (
                <TextLink href={{ pathname: mappingAt(place), query: { request: request.id } }}>
                  Open the mapping
                </TextLink>
              ) : (
                <TextLink href={integrationSettingsAt(place)}>Open the settings</TextLink>
              ))}
          </Banner>
        )}
      </CardBody>
      <CardFooter className="justify-start gap-x-4">
        <ReplayButton place={{ serviceId: place.serviceId, id: place.id }} requestId={request.id} obstacle={obstacle} />
        {obstacle === null && (
          <p className="text-muted text-sm">
            It becomes a request of its own, under your name. What the first one did stays.
          </p>
        )}
      </CardFooter>
    </Card>
  );
}
