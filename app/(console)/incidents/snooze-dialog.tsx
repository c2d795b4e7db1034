"use client";

import { type FormEvent, useState } from "react";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { PressButton } from "#components/ui/press-button";
import { useZone } from "#components/ui/time";
import type { SnoozeChoice } from "#lib/browser/presses";
import { dayAndMinute } from "#lib/format";
import { momentIn, tomorrowAt } from "./wall-clock";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  onSnooze: (choice: SnoozeChoice) => void;
};

/** Until when to snooze: an hour, four, until tomorrow morning, or a moment of one's own. */
export function SnoozeDialog({ open, onOpenChange, title, onSnooze }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={title}
        description="It triggers again at that time unless it’s resolved first."
        size="small"
      >
        <Choices
          onSnooze={(choice) => {
            onOpenChange(false);
            onSnooze(choice);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function Choices({ onSnooze }: { onSnooze: (choice: SnoozeChoice) => void }) {
  const zone = useZone();
  const [openedAt] = useState(Date.now);
  const morning = tomorrowAt(9, openedAt, zone);
  const choices: [label: string, until: number, choice: SnoozeChoice][] = [
    ["For 1 hour", openedAt + 3_600_000, { minutes: 60 }],
    ["For 4 hours", openedAt + 4 * 3_600_000, { minutes: 240 }],
    ["Until tomorrow, 9:00", morning, { until: new Date(morning).toISOString() }],
  ];
  return (
    <>
      <DialogBody className="gap-2">
        {choices.map(([label, until, choice]) => (
          <PressButton key={label} size="large" className="justify-between" onPress={() => onSnooze(choice)}>
            {label}
            <span className="font-normal text-muted text-sm tabular-nums">{dayAndMinute(until, zone)}</span>
          </PressButton>
        ))}
      </DialogBody>
      <OwnMoment onSnooze={onSnooze} zone={zone} />
    </>
  );
}

function OwnMoment({ onSnooze, zone }: { onSnooze: (choice: SnoozeChoice) => void; zone: string }) {
  const [error, setError] = useState<string>();
  // Not the form's action: that runs as a transition, and the dialog would stay until the page is drawn again.
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const moment = momentIn(String(new FormData(event.currentTarget).get("until")), zone);
    if (moment === undefined) setError("Choose a day and a time.");
    else if (moment <= Date.now()) setError("That time is in the past. Choose a later time.");
    else onSnooze({ until: new Date(moment).toISOString() });
  }
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody className="pt-0">
        <Field label="Until a date and time" hint={`In your time zone, ${zone}.`} error={error}>
          {(control) => <Input {...control} type="datetime-local" name="until" />}
        </Field>
      </DialogBody>
      <DialogFooter>
        <PressButton type="submit" variant="primary">
          Snooze
        </PressButton>
      </DialogFooter>
    </form>
  );
}
