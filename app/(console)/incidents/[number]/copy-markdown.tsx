"use client";

import { CopyButton } from "#components/ui/copy-button";
import { useZone } from "#components/ui/time";
import type { Incident } from "#lib/browser/incident";
import { asMarkdown } from "./as-markdown";
import type { Entry } from "./timeline-sentence";

export function CopyMarkdown({ incident, timeline }: { incident: Incident; timeline: (Entry & { at: string })[] }) {
  const zone = useZone();
  return <CopyButton text={() => asMarkdown(incident, timeline, `${location.origin}/incidents/${incident.number}`, zone)}>Copy as Markdown</CopyButton>;
}
