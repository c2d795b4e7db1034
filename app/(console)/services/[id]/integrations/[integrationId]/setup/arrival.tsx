"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { twMerge } from "tailwind-merge";
import { Outcome } from "#components/integration/outcome";
import { useLive } from "#components/live-provider";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { ask } from "#lib/browser/ask";
import type { Page } from "#lib/browser/incident";
import type { ReceivedRequest } from "#lib/browser/integration";
import { type IntegrationPlace, incidentAt, integrationAt, requestAt } from "../../../../addresses";
import { outcomeSentence } from "../request-words";

const grounds: Record<ReceivedRequest["outcome"], string> = {
  accepted: "border-resolved/40 bg-resolved-soft",
  late: "border-acknowledged/40 bg-acknowledged-soft",
  ignored: "bg-suppressed-soft",
  test: "border-snoozed/40 bg-snoozed-soft",
  handshake: "border-snoozed/40 bg-snoozed-soft",
  refused: "border-triggered/40 bg-triggered-soft",
};

/** Whether anything arrives: waits for the first request, turns by itself when it comes, and then shows the latest. */
export function Arrival({ place, latest }: { place: IntegrationPlace; latest: ReceivedRequest | null }) {
  const query = useQuery({
    queryKey: ["requests", place.id, "latest"],
    queryFn: ({ signal }) =>
      ask<Page<ReceivedRequest>>(`/api/v1/integrations/${place.id}/requests?limit=1`, { signal }).then(
        (page) => page.data[0] ?? null,
      ),
    initialData: latest,
  });
  useLive([`requests:${place.id}`], () => void query.refetch());
  const request = query.data;
  return (
    <section
      aria-live="polite"
      className={twMerge(
        "rounded-md border p-4 text-sm transition-colors",
        request ? grounds[request.outcome] : "border-dashed",
      )}
    >
      {request ? <Arrived place={place} request={request} isFirst={latest === null} /> : <Waiting />}
    </section>
  );
}

function Waiting() {
  return (
    <>
      <h2 className="flex items-center gap-2 font-medium text-base">
        <LoaderCircle aria-hidden className="size-4 animate-spin text-muted" />
        Waiting for the first request…
      </h2>
      <p className="mt-1 text-muted">
        Follow the steps, or send a sample. This turns by itself when something arrives, whatever becomes of it.
      </p>
    </>
  );
}

function Arrived({ place, request, isFirst }: { place: IntegrationPlace; request: ReceivedRequest; isFirst: boolean }) {
  return (
    <>
      <h2 className="flex flex-wrap items-center gap-x-2 font-medium text-base">
        {isFirst ? "A request arrived" : "Latest request"}
        <Time at={request.receivedAt} className="font-normal text-muted text-sm" />
      </h2>
      <p className="mt-1">
        <Outcome outcome={request.outcome} className="font-medium" />
      </p>
      <p className="mt-1 break-words">{outcomeSentence(request)}</p>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {request.incidents.slice(0, 3).map(({ id, number }) => (
          <TextLink key={id} href={incidentAt(number)}>
            Open incident #{number}
          </TextLink>
        ))}
        <TextLink href={requestAt(place, request.id)}>Show this request</TextLink>
        <TextLink href={integrationAt(place)}>All requests</TextLink>
      </p>
    </>
  );
}
