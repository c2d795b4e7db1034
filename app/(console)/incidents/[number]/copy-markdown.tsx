"use client";

import { Copy } from "lucide-react";
import { CopyButton, copyText } from "#components/ui/copy-button";
import { MenuEntry } from "#components/ui/dropdown-menu";
import { useZone } from "#components/ui/time";
import { notify, notifyFailure } from "#components/ui/toast";
import type { Incident } from "#lib/browser/incident";
import { asMarkdown, type Said } from "./as-markdown";

type Props = { incident: Incident; timeline: Said[] };

/** The incident as text for a chat or a ticket, by a button. */
export function CopyMarkdown({ className, ...copied }: Props & { className?: string }) {
  const text = useMarkdown(copied);
  return (
    <CopyButton text={text} className={className}>
      Copy as Markdown
    </CopyButton>
  );
}

/** The same as an entry of a menu. */
export function CopyMarkdownEntry(copied: Props) {
  const text = useMarkdown(copied);
  async function copy() {
    try {
      await copyText(text());
      notify("Copied as Markdown");
    } catch {
      notifyFailure("The browser did not allow copying");
    }
  }
  return (
    <MenuEntry onSelect={() => void copy()}>
      <Copy aria-hidden />
      Copy as Markdown
    </MenuEntry>
  );
}

function useMarkdown({ incident, timeline }: Props): () => string {
  const zone = useZone();
  return () => asMarkdown(incident, timeline, `${location.origin}/incidents/${incident.number}`, zone);
}
