"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { useZone } from "#components/ui/time";
import { notify } from "#components/ui/toast";
import { dayAndMinute, plural } from "#lib/format";
import { countReplayable, replayFailed } from "../../../destination-verbs";
import type { LogOwner } from "./use-log";
import { logKey } from "./use-log";

const hourMs = 3_600_000;
const choices: [label: string, ms: number][] = [
  ["The last hour", hourMs],
  ["The last 6 hours", 6 * hourMs],
  ["The last 24 hours", 24 * hourMs],
  ["The last 7 days", 7 * 24 * hourMs],
  ["The last 30 days", 30 * 24 * hourMs],
];

/** Sends again all that failed since some moment; says first how many that are. */
export function ReplayFailed({ destination }: { destination: LogOwner }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button className="max-md:flex-1">Replay all failed</Button>
      </DialogTrigger>
      <DialogContent
        title="Replay all failed"
        description="Sends again what failed or was discarded and was not sent again since, in the order in which it happened."
        size="small"
      >
        <Choice destination={destination} onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function Choice({ destination, onDone }: { destination: LogOwner; onDone: () => void }) {
  const queries = useQueryClient();
  const zone = useZone();
  const [openedAt] = useState(Date.now);
  const [ms, setMs] = useState(24 * hourMs);
  const [failure, setFailure] = useState<string>();
  const [working, setWorking] = useState(false);
  const since = new Date(openedAt - ms).toISOString();
  const preview = useQuery({
    queryKey: ["replayable", destination.id, since],
    queryFn: ({ signal }) => countReplayable(destination.id, since, signal),
    staleTime: 0,
  });
  const count = preview.data?.count;

  async function replay() {
    setWorking(true);
    setFailure(undefined);
    try {
      const sent = await replayFailed(destination.id, since);
      notify(`Sending ${plural(sent.count, "message")} again`, { description: destination.name });
      void queries.invalidateQueries({ queryKey: logKey(destination.id) });
      onDone();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setWorking(false);
  }

  return (
    <>
      <DialogBody>
        <Field label="Failed since" hint={dayAndMinute(since, zone)}>
          {(control) => (
            <Select {...control} value={String(ms)} onChange={(event) => setMs(Number(event.target.value))}>
              {choices.map(([label, value]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <p role="status" className="text-sm">
          {preview.isError
            ? preview.error.message
            : count === undefined
              ? "Counting"
              : count === 0
                ? "Nothing to send again."
                : `${plural(count, "message")} will be sent again.`}
        </p>
        {!destination.enabled && (
          <p className="text-acknowledged text-sm">This integration is disabled. Enable it first.</p>
        )}
        {failure && (
          <p role="alert" className="text-sm text-triggered">
            {failure}
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant="primary"
          loading={working}
          disabled={!count || !destination.enabled}
          onClick={() => void replay()}
        >
          {count ? `Replay ${plural(count, "message")}` : "Replay"}
        </Button>
      </DialogFooter>
    </>
  );
}
