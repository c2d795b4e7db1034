"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { InlineField } from "#components/ui/field";
import { useZone } from "#components/ui/time";
import { notify } from "#components/ui/toast";
import type { Destination } from "#lib/browser/destination";
import { dayAndMinute, plural } from "#lib/format";
import { countReplayable, enableDestination, replayFailed } from "./destination-verbs";

/** A message that waited when it was disabled may have waited so long already: the whole ladder of retries. */
const longestWaitMs = 3_600_000;

type Props = { destination: Pick<Destination, "id" | "name" | "disabledAt" | "disabledReason"> };

/** Enables an integration, and offers to send what was discarded when it was disabled. */
export function EnableDialog({ destination: { id, name, disabledAt, disabledReason } }: Props) {
  const router = useRouter();
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const [recovers, setRecovers] = useState(false);
  const since = new Date(new Date(disabledAt ?? 0).getTime() - longestWaitMs).toISOString();
  const left = useQuery({
    queryKey: ["replayable", id, since],
    queryFn: ({ signal }) => countReplayable(id, since, signal),
    enabled: open,
    staleTime: 0,
  });
  const count = left.data?.count ?? 0;

  async function enable() {
    await enableDestination(id);
    const sent = recovers && count > 0 ? await replayFailed(id, since) : { count: 0 };
    notify(
      `Enabled ${name}`,
      sent.count > 0 ? { description: `${plural(sent.count, "message")} on the way again` } : {},
    );
    router.refresh();
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Enable</Button>}
      title={`Enable ${name}?`}
      action={recovers && count > 0 ? `Enable and recover ${count}` : "Enable integration"}
      tone="primary"
      onConfirm={enable}
    >
      <div className="flex flex-col gap-3">
        {disabledReason && <p>{disabledReason}</p>}
        <p>It hears of what happens from now on. What happened while it was disabled is not sent.</p>
        {count > 0 && (
          <InlineField
            label={`Recover ${plural(count, "message")} discarded or failed since ${dayAndMinute(since, zone)}`}
            hint="Sent again in their order, before what happens next."
            className="text-ink"
          >
            {({ "aria-required": _, ...control }) => (
              <Checkbox {...control} checked={recovers} onCheckedChange={(on) => setRecovers(on === true)} />
            )}
          </InlineField>
        )}
      </div>
    </ConfirmDialog>
  );
}
