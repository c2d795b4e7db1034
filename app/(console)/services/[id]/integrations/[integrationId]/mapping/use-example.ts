"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "#components/live-provider";
import { ask } from "#lib/browser/ask";
import type { Page } from "#lib/browser/incident";
import type { ReceivedRequest } from "#lib/browser/integration";
import type { MappingPreview } from "#lib/browser/mapping";
import { useSettled } from "./use-settled";

/** What the mapping is tried on: a request that came, or a body that somebody pasted. */
export type Chosen = { kind: "request"; id: string } | { kind: "pasted" } | null;

/** The part of a question to the preview that says what is read. */
export type Subject = { requestId: string } | { body: string };

type First = { requests: ReceivedRequest[]; preview: MappingPreview | null };

/** The body that the mapping is tried on, and the requests one may choose from, current without reloading. */
export function useExample(integrationId: string, first: First) {
  const [pasted, paste] = useState("");
  const requests = useRecent(integrationId, first.requests);
  const start = first.preview?.request?.id ?? null;
  const [held, hold] = useState<{ chosen: Chosen; newest: string | undefined }>({
    chosen: start === null ? null : { kind: "request", id: start },
    newest: first.requests[0]?.id,
  });
  const [newest] = requests;
  // The very first request is shown at once; a later one never takes the place of what somebody works with.
  if (held.chosen === null && newest) hold({ chosen: { kind: "request", id: newest.id }, newest: newest.id });
  const choose = (chosen: Chosen) => hold({ chosen, newest: newest?.id });
  const settled = useSettled(pasted);
  const subject = subjectOf(held.chosen, settled);
  return {
    chosen: held.chosen,
    choose,
    requests,
    /** A request that came since this one was chosen. */
    newer: held.chosen?.kind === "request" && newest && newest.id !== held.newest ? newest : undefined,
    pasted,
    paste,
    subject,
    body: useBody(integrationId, subject, first.preview),
  };
}

export type Example = ReturnType<typeof useExample>;

const mostListed = 20;

function useRecent(integrationId: string, first: ReceivedRequest[]): ReceivedRequest[] {
  const query = useQuery({
    queryKey: ["requests", integrationId, "recent"],
    queryFn: ({ signal }) =>
      ask<Page<ReceivedRequest>>(`/api/v1/integrations/${integrationId}/requests?limit=${mostListed}`, { signal }).then(
        ({ data }) => data,
      ),
    initialData: first,
  });
  useLive([`requests:${integrationId}`], () => void query.refetch());
  return query.data;
}

function subjectOf(chosen: Chosen, pasted: string): Subject | null {
  if (chosen?.kind === "request") return { requestId: chosen.id };
  return chosen?.kind === "pasted" && pasted.trim() !== "" ? { body: pasted } : null;
}

/** The parsed body, without keys; it does not depend on the mapping. */
function useBody(integrationId: string, subject: Subject | null, first: MappingPreview | null) {
  const startsWith = first?.request && subject && "requestId" in subject && subject.requestId === first.request.id;
  return useQuery({
    queryKey: ["mapping", integrationId, "body", subject],
    queryFn: ({ signal }) =>
      ask<MappingPreview>(`/api/v1/integrations/${integrationId}/mapping/preview`, {
        method: "POST",
        body: subject,
        signal,
      }),
    enabled: subject !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    ...(startsWith && { initialData: first }),
  });
}
