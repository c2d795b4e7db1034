"use client";

import { TriangleAlert, X } from "lucide-react";
import { twMerge } from "tailwind-merge";
import { PressArea, PressButton } from "#components/ui/press-button";
import { usePassOnFocus } from "#lib/browser/pass-on-focus";
import { type Act, type Press, unsentOf } from "#lib/browser/presses";
import { plural } from "#lib/format";
import { useIncidentVerbs } from "./incident-verbs";
import { labels, troubleText } from "./press-words";
import { usePresses } from "./use-presses";

type MarkProps = { incidentId: string; verb?: Act["verb"]; withReason?: boolean; className?: string };

/** On the row of an incident, or beside the button of one verb: what was pressed and is not known to be done, with Retry. */
export function UnsentMark({ incidentId, verb, ...rest }: MarkProps) {
  const presses = unsentOf(usePresses(), incidentId).filter((press) => !verb || press.act.verb === verb);
  return presses[0] ? <Mark presses={presses} first={presses[0]} {...rest} /> : null;
}

type FirstProps = { presses: Press[]; first: Press } & Pick<MarkProps, "withReason" | "className">;

function Mark({ presses, first, withReason = false, className }: FirstProps) {
  const element = usePassOnFocus<HTMLSpanElement>((gone) => homeOf(gone));
  const text = presses.length === 1 ? troubleText(first) : `${plural(presses.length, "action")} not completed`;
  return (
    <span
      ref={element}
      data-unsent-mark
      title={presses.map((press) => `${troubleText(press)}. ${press.reason ?? ""}`).join("\n")}
      className={twMerge("flex shrink-0 items-center gap-1.5 font-medium text-sm text-triggered md:text-xs", className)}
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      <span className="flex min-w-0 flex-col">
        <span className="md:truncate">{text}</span>
        {withReason && <span className="font-normal text-muted">{first.reason}</span>}
      </span>
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
      aria-label="Actions not completed"
      className="mb-4 flex flex-col gap-2 rounded-md border max-md:hidden border-triggered/30 bg-triggered-soft p-3 text-sm"
    >
      {presses.map((press) => (
        <Line key={press.id} press={press} />
      ))}
    </ul>
  );
}

function Line({ press }: { press: Press }) {
  const element = usePassOnFocus<HTMLLIElement>(
    (gone) => (gone.nextElementSibling ?? gone.previousElementSibling)?.querySelector("button") ?? homeOf(gone),
  );
  return (
    <li ref={element} className="flex items-center gap-2.5">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-triggered" />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{troubleText(press)}.</span> <span className="text-muted">{press.reason}</span>
        {press.act.verb === "note" && <span className="line-clamp-2 text-muted">“{press.act.text}”</span>}
      </span>
      <PressArea>
        <span data-press-area className="flex items-center gap-1.5">
          <Ways presses={[press]} name={nameOfActs([press])} />
        </span>
      </PressArea>
    </li>
  );
}

/** The row of a mark that went, or the page. */
function homeOf(gone: HTMLElement): HTMLElement | null {
  const link = gone.closest("[data-incident]")?.querySelector<HTMLElement>("[data-incident-link]");
  return link ?? gone.closest("main");
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
