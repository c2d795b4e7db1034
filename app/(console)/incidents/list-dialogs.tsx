"use client";

import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { plural } from "#lib/format";
import { AssignDialog } from "./assign-dialog";
import { labels } from "./press-words";
import { SnoozeDialog } from "./snooze-dialog";
import { type Question, type RowActions, snoozed } from "./use-row-actions";

type Props = { actions: RowActions; people: { id: string; name: string }[] };

/** What is asked before rows are changed: until when, to whom, or whether really all that fit are meant. */
export function ListDialogs({ actions, people }: Props) {
  // The dialog that closes keeps its words until it is gone.
  const { question, answer, stopAsking } = actions;
  const about = question?.about;
  const isAbout = (what: Question["about"]) => ({
    open: about === what,
    onOpenChange: (open: boolean) => {
      if (!open) stopAsking();
    },
  });
  return (
    <>
      <SnoozeDialog {...isAbout("snooze")} title={titleOf(question)} onSnooze={(choice) => answer(snoozed(choice))} />
      <AssignDialog
        {...isAbout("assign")}
        title={titleOf(question)}
        assigned={assignedOf(question)}
        people={people}
        onAssign={(addPersonIds, removePersonIds) => answer({ verb: "assign", addPersonIds, removePersonIds })}
      />
      {(["acknowledge", "resolve"] as const).map((verb) => (
        <ConfirmDialog
          key={verb}
          {...isAbout(verb)}
          title={`${titleOf(question)}?`}
          action={labels[verb]}
          tone="primary"
          onConfirm={() => answer({ verb })}
        >
          This includes incidents that are not shown on this page. New incidents are not affected.
        </ConfirmDialog>
      ))}
    </>
  );
}

function titleOf(question: Question | undefined): string {
  if (!question) return "";
  const { about, incidents, fitting } = question;
  const [first] = incidents;
  if (fitting) return `${labels[about]} all ${plural(fitting.count, "incident")}`;
  return incidents.length === 1 && first
    ? `${labels[about]} #${first.number}`
    : `${labels[about]} ${plural(incidents.length, "incident")}`;
}

/** Who has each of them; of those that are not shown nothing is known. */
function assignedOf(question: Question | undefined): string[] {
  if (!question || question.fitting) return [];
  const [first, ...others] = question.incidents.map(({ assignees }) => assignees.map(({ id }) => id));
  return (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
}
