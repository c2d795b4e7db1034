import { Badge } from "#components/ui/badge";
import { DefinitionList } from "#components/ui/definition-list";
import { Severity } from "#components/ui/severity";
import { OutsideLink } from "#components/ui/text-link";
import type { MappingPreview } from "#lib/browser/mapping";
import { actionWords, severityOrigins } from "./preview-words";

type Event = MappingPreview["events"][number];

const tones: Record<Event["action"], "red" | "amber" | "green"> = {
  trigger: "red",
  acknowledge: "amber",
  resolve: "green",
};

/** One event that the request would be read as. */
export function PreviewEvent({ event }: { event: Event }) {
  const [link] = event.links;
  return (
    <section aria-label={`${actionWords[event.action]}: ${event.summary}`} className="border-t">
      <h3 className="flex items-start justify-between gap-3 px-4 pt-2.5 pb-1.5 font-medium text-base">
        <span className="min-w-0 break-words">{event.summary}</span>
        <Badge tone={tones[event.action]}>{actionWords[event.action]}</Badge>
      </h3>
      <DefinitionList
        className="divide-y-0 pb-1.5 [&>div]:py-1"
        rows={[
          [
            "Severity",
            event.action === "trigger" && (
              <span key="severity" className="flex flex-wrap items-center gap-x-2">
                <Severity level={event.severity} />
                <span className="text-muted text-xs">{severityOrigins[event.severityFrom]}</span>
              </span>
            ),
          ],
          [
            "Dedup key",
            <code key="key" className="break-all text-xs">
              {event.dedupKey}
            </code>,
          ],
          ["Source", event.source],
          ["Link", link && <OutsideLink href={link.href}>{link.href}</OutsideLink>],
        ]}
      />
    </section>
  );
}
