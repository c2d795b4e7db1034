"use client";

import { TriangleAlert, X } from "lucide-react";
import { twMerge } from "tailwind-merge";
import { PressArea, PressButton } from "#components/ui/press-button";
import { type Act, type Press, unsentOf } from "#lib/browser/presses";
import { plural } from "#lib/format";
import { useIncidentVerbs } from "./incident-verbs";
import { labels, troubleText } from "./press-words";
import { usePresses } from "./use-presses";

type MarkProps = { incidentId: string; verb?: Act["verb"]; className?: string };

/** On the row of an incident, or beside the button of one verb: what was pressed and is not known to be done, with Retry. */
export function UnsentMark({ incidentId, verb, className }: MarkProps) {
  const presses = unsentOf(usePresses(), incidentId).filter((press) => !verb || press.act.verb === verb);
  const [first] = presses;
  if (!first) return null;
  const text = presses.length === 1 ? troubleText(first) : `${plural(presses.length, "action")} not completed`;
  return (
    <span
      title={presses.map((press) => `${troubleText(press)}. ${press.reason ?? ""}`).join("\n")}
      className={twMerge("flex shrink-0 items-center gap-1.5 font-medium text-sm text-triggered md:text-xs", className)}
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{text}</span>
      <Ways presses={presses} name={`${nameOfActs(presses)} #${first.seen.number}`} />
    </span>
  );
}

/** On the page of an incident: the same, one line for each press, with the reason. On a phone the bar of its buttons has the mark. */
export function UnsentList({ incidentId }: { incidentId: string }) {
  const presses = unsentOf(usePresses(), incidentId);
  if (presses.length === 0) return null;
  return (
    <ul
      aria-label="Not sent"
      className="mb-4 flex flex-col gap-2 rounded-md border max-md:hidden border-triggered/30 bg-triggered-soft p-3 text-sm"
    >
      {presses.map((press) => (
        <li key={press.id} className="flex items-center gap-2.5">
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-triggered" />
          <span className="min-w-0 flex-1">
            <span className="font-medium">{troubleText(press)}.</span>{" "}
            <span className="text-muted">{press.reason}</span>
            {press.act.verb === "note" && <span className="line-clamp-2 text-muted">“{press.act.text}”</span>}
          </span>
          <PressArea>
            <span data-press-area className="flex items-center gap-1.5">
              <Ways presses={[press]} name={nameOfActs([press])} />
            </span>
          </PressArea>
        </li>
      ))}
    </ul>
  );
}

function Ways({ presses, name }: { presses: Press[]; name: string }) {
  const verbs = useIncidentVerbs();
  return (
    <>
      <PressButton size="small" aria-label={`Retry: ${name}`} onPress={() => void verbs.retry(presses)}>
        Retry
      </PressButton>
      <PressButton
        variant="ghost"
        size="icon-small"
        aria-label={`Dismiss: ${name}`}
        title="Dismiss"
        icon={<X aria-hidden />}
        onPress={() => verbs.dismiss(presses)}
      />
    </>
  );
}

function nameOfActs(presses: Press[]): string {
  return presses.map((press) => labels[press.act.verb].toLowerCase()).join(", ");
}
