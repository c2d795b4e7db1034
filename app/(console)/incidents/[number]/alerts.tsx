"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { CodeBlock } from "#components/ui/code-block";
import { LoadMore } from "#components/ui/load-more";
import { Severity } from "#components/ui/severity";
import { Time } from "#components/ui/time";
import { notifyFailure } from "#components/ui/toast";
import { ask } from "#lib/browser/ask";
import type { Alert, Page } from "#lib/browser/incident";
import { prettyJson } from "#lib/format";
import { Fields } from "./fields";

/** The timeline below should be in sight; the other alerts are often the same. */
const fewFirst = 5;

const actionWords: Record<Alert["action"], string> = {
  trigger: "Trigger",
  acknowledge: "Acknowledge",
  resolve: "Resolve",
};

/** The alerts of the incident, newest first; each opens to its fields and the request that carried it. */
export function Alerts({ incidentId, first }: { incidentId: string; first: Page<Alert> }) {
  const [all, setAll] = useState(false);
  const older = useInfiniteQuery({
    queryKey: ["alerts", incidentId, first.nextCursor],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Alert>>(`/api/v1/incidents/${incidentId}/alerts?limit=50&cursor=${pageParam}`, { signal }),
    initialPageParam: first.nextCursor ?? "",
    getNextPageParam: (page) => page.nextCursor,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const alerts = [...first.data, ...(older.data?.pages ?? []).flatMap((page) => page.data)];
  const more = older.data ? older.hasNextPage : first.nextCursor !== null;

  async function showMore() {
    const { error } = await (older.data ? older.fetchNextPage() : older.refetch());
    if (error)
      notifyFailure("Older alerts could not be read", { description: error.message, retry: () => void showMore() });
  }

  if (alerts.length === 0)
    return <p className="px-4 py-6 text-center text-muted text-sm">Its alerts are older than what is kept.</p>;
  return (
    <>
      <ul>
        {(all ? alerts : alerts.slice(0, fewFirst)).map((alert, index) => (
          <AlertEntry key={alert.id} alert={alert} startOpen={index === 0 && alerts.length === 1} />
        ))}
      </ul>
      {!all && alerts.length > fewFirst ? (
        <LoadMore label="Show older alerts" onMore={() => setAll(true)} />
      ) : (
        more && <LoadMore label="Show older alerts" loading={older.isFetching} onMore={() => void showMore()} />
      )}
    </>
  );
}

function AlertEntry({ alert, startOpen }: { alert: Alert; startOpen: boolean }) {
  const [open, setOpen] = useState(startOpen);
  const panelId = `alert-${alert.id}`;
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center gap-x-3 px-4 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 max-md:flex-wrap md:min-h-10"
      >
        <ChevronRight
          aria-hidden
          className={twMerge("size-4 shrink-0 text-muted transition-transform", open && "rotate-90")}
        />
        <span className="w-24 shrink-0 text-muted">{alert.suppressed ? "Suppressed" : actionWords[alert.action]}</span>
        <Severity level={alert.severity} as="glyph" className="max-md:hidden" />
        <span className="min-w-0 flex-1 truncate max-md:order-last max-md:basis-full max-md:whitespace-normal max-md:pl-7">
          {alert.summary}
        </span>
        <Time at={alert.receivedAt} className="shrink-0 text-muted max-md:ml-auto" />
      </button>
      {open && (
        <div id={panelId} className="flex flex-col gap-4 border-t bg-canvas px-4 py-4 md:pl-11">
          <AlertProof alert={alert} />
        </div>
      )}
    </li>
  );
}

function AlertProof({ alert: { details, requestId, request, occurredAt, receivedAt, source } }: { alert: Alert }) {
  const facts = {
    Source: source,
    Received: <Time at={receivedAt} as="exact" />,
    ...(occurredAt && { Occurred: <Time at={occurredAt} as="exact" /> }),
  };
  return (
    <>
      <Fields facts={facts} details={details} />
      {request ? (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium text-sm">Request</h3>
          <CodeBlock label={`${request.method} ${request.path}`} titled code={prettyJson(request.body)} />
          {request.truncated && <p className="text-muted text-sm">The body is longer; this is its beginning.</p>}
          <details className="text-sm">
            <summary className="w-fit rounded-sm text-muted hover:text-ink">Headers</summary>
            <CodeBlock
              className="mt-2"
              label="Headers"
              code={Object.entries(request.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join("\n")}
            />
          </details>
        </div>
      ) : (
        <p className="text-muted text-sm">
          {requestId ? "The request that carried it is older than what is kept." : "No request carried it."}
        </p>
      )}
    </>
  );
}
