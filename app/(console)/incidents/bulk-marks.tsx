"use client";

import { TriangleAlert, X } from "lucide-react";
import { PressArea, PressButton } from "#components/ui/press-button";
import { type BulkPress, dropBulkPress } from "#lib/browser/bulk-presses";
import { useIncidentVerbs } from "./incident-verbs";
import { bulkTroubleText } from "./send-bulk";
import { useBulkPresses } from "./use-presses";

/** Above the list: what was pressed for all that fit and is not known to be done, with Retry. */
export function BulkMarks() {
  const troubled = useBulkPresses().filter(({ state }) => state !== "sending");
  return (
    <ul aria-label="Bulk actions not completed" aria-live="polite" className="flex flex-col gap-2 not-empty:mb-3">
      {troubled.map((press) => (
        <Mark key={press.id} press={press} />
      ))}
    </ul>
  );
}

function Mark({ press }: { press: BulkPress }) {
  const verbs = useIncidentVerbs();
  const text = bulkTroubleText(press);
  return (
    <li className="flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-md border border-triggered/30 bg-triggered-soft p-3 text-sm">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-triggered" />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{text}.</span> <span className="text-muted">{press.reason}</span>
      </span>
      <PressArea>
        <span data-press-area className="flex items-center gap-1.5">
          <PressButton size="small" aria-label={`Retry: ${text}`} onPress={() => void verbs.retryBulk(press)}>
            Retry
          </PressButton>
          <PressButton
            variant="ghost"
            size="icon-small"
            aria-label={`Dismiss: ${text}`}
            title="Dismiss"
            icon={<X aria-hidden />}
            onPress={() => dropBulkPress(press.id)}
          />
        </span>
      </PressArea>
    </li>
  );
}
