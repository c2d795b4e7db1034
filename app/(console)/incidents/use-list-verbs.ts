"use client";

import { type PageVerb, useOfferVerbs } from "#components/page-verbs";
import type { Incident } from "#lib/browser/incident";
import { plural } from "#lib/format";
import { labels } from "./press-words";
import type { RowActions } from "./use-row-actions";
import type { Selection } from "./use-selection";

/** What the command palette offers for the selection, or for the row that has the cursor. */
export function useListVerbs(row: Incident | undefined, selection: Selection, actions: RowActions): void {
  const { selected, fitting } = selection;
  const meant = selected.length > 0 ? selected : row ? [row] : [];
  const name = nameOf(meant, fitting?.count);
  const act = (verb: keyof typeof keys): PageVerb => ({
    label: `${labels[verb]} ${name}`,
    key: keys[verb],
    does: () => actions[verb](row?.id),
  });
  const isOpen = meant.some(({ status }) => status !== "resolved");
  const isTriggered = fitting !== undefined || meant.some(({ status }) => status === "triggered");
  const verbs = [
    ...(isTriggered ? [act("acknowledge")] : []),
    ...(isOpen
      ? [
          act("resolve"),
          act("snooze"),
          act("assign"),
          { label: `Assign ${name} to me`, key: "m", does: () => actions.take(row?.id) },
        ]
      : []),
    { label: "Select all incidents shown", key: "Shift X", does: () => actions.selectAll() },
  ];
  useOfferVerbs(actions.mayAct ? verbs : []);
}

const keys = { acknowledge: "a", resolve: "r", snooze: "s", assign: "Shift M" };

function nameOf(meant: Incident[], all: number | undefined): string {
  const [first] = meant;
  if (all !== undefined) return `all ${plural(all, "incident")}`;
  return meant.length === 1 && first ? `#${first.number}` : plural(meant.length, "incident");
}
