"use client";

import { startTransition, useState } from "react";
import { InlineField } from "#components/ui/field";
import { Switch } from "#components/ui/switch";
import { notify, notifyFailure } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { setEnabled } from "../actions";

type Props = { id: string; name: string; enabled: boolean; mayChange: boolean };

/** Turns the integration on and off at once, with a way back. */
export function EnabledSwitch({ id, name, enabled, mayChange }: Props) {
  // Not an optimistic state of React: that stays as long as any other transition, such as a refresh without network.
  const [wanted, setWanted] = useState<boolean | null>(null);
  async function turn(on: boolean) {
    setWanted(on);
    const { message } = await askAction(() => setEnabled(id, on));
    if (!message) {
      // Together with the page that the answer brought.
      startTransition(() => setWanted(null));
      return notify(`${on ? "Enabled" : "Disabled"} ${name}`, { undo: () => turn(!on) });
    }
    setWanted(null);
    notifyFailure(`${name} was not ${on ? "enabled" : "disabled"}`, { description: message, retry: () => turn(on) });
  }
  return (
    <InlineField label="Enabled" hint={mayChange ? undefined : "An admin can change this."}>
      {(control) => <Switch {...control} checked={wanted ?? enabled} disabled={!mayChange} onCheckedChange={turn} />}
    </InlineField>
  );
}
