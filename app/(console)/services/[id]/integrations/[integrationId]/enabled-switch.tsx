"use client";

import { useOptimistic, useTransition } from "react";
import { InlineField } from "#components/ui/field";
import { Switch } from "#components/ui/switch";
import { notify, notifyFailure } from "#components/ui/toast";
import { setEnabled } from "../actions";

type Props = { id: string; name: string; enabled: boolean; mayChange: boolean };

/** Turns the integration on and off at once, with a way back. */
export function EnabledSwitch({ id, name, enabled, mayChange }: Props) {
  const [shown, show] = useOptimistic(enabled);
  const [, start] = useTransition();
  function turn(on: boolean) {
    start(async () => {
      show(on);
      const { message } = await setEnabled(id, on);
      if (message)
        notifyFailure(`${name} was not ${on ? "enabled" : "disabled"}`, {
          description: message,
          retry: () => turn(on),
        });
      else notify(`${on ? "Enabled" : "Disabled"} ${name}`, { undo: () => turn(!on) });
    });
  }
  return (
    <InlineField label="Enabled" hint={mayChange ? undefined : "An admin can change this."}>
      {(control) => <Switch {...control} checked={shown} disabled={!mayChange} onCheckedChange={turn} />}
    </InlineField>
  );
}
