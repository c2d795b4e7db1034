"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask, Unanswered } from "#lib/browser/ask";
import type { MappingPreview } from "#lib/browser/mapping";
import type { Subject } from "./use-example";
import { useSettled } from "./use-settled";

/** What the request would become with the draft. While another answer is on its way, or the draft cannot be read, the last one stays. */
export function usePreview(
  integrationId: string,
  subject: Subject | null,
  config: Record<string, unknown>,
  first: MappingPreview | null,
) {
  const asked = JSON.stringify({ ...subject, config, withBody: false });
  const settled = useSettled(asked);
  const [start] = useState(asked);
  const query = useQuery({
    queryKey: ["mapping", integrationId, "preview", settled],
    queryFn: ({ signal }) =>
      ask<MappingPreview>(`/api/v1/integrations/${integrationId}/mapping/preview`, {
        method: "POST",
        body: JSON.parse(settled),
        signal,
      }),
    enabled: subject !== null,
    retry: false,
    ...(first && settled === start && { initialData: first }),
  });
  const [held, hold] = useState<Held>({ answered: first, preview: first, error: null });
  const answered = query.data ?? query.error;
  if (answered && answered !== held.answered)
    hold({ answered, preview: query.data ?? held.preview, error: query.error });
  const { error, preview } = held;
  return {
    shown: subject === null ? null : preview,
    /** Whether what is shown belongs to an earlier draft. */
    isBehind: subject !== null && (settled !== asked || query.isFetching),
    /** What the draft's fields are refused for. */
    problems: error instanceof Unanswered ? error.fields : {},
    error,
    retry: () => void query.refetch(),
  };
}

type Held = { answered: MappingPreview | Error | null; preview: MappingPreview | null; error: Error | null };

export type Preview = ReturnType<typeof usePreview>;
