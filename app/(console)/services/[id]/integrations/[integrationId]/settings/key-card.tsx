"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Field } from "#components/ui/field";
import { SecretValue } from "#components/ui/secret-value";
import { Select } from "#components/ui/select";
import { Time, useZone } from "#components/ui/time";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { exactTime } from "#lib/format";
import { giveNewKey } from "../../actions";
import { overlaps } from "./overlaps";

type Props = {
  id: string;
  name: string;
  currentKey: string | null;
  previousKeys: { ending: string; expiresAt: Date }[];
  mayChange: boolean;
};

/** The key, until when old ones still work, and a new one. */
export function KeyCard({ id, name, currentKey, previousKeys, mayChange }: Props) {
  return (
    <Card>
      <CardHeader
        title="Integration key"
        description="Tools that send a routing key prove with it who they are."
        actions={mayChange && <RotateKey id={id} name={name} />}
      />
      <CardBody className="space-y-2 text-sm">
        {currentKey ? (
          <SecretValue key={currentKey} value={currentKey} label="integration key" />
        ) : (
          <p className="text-muted">Responders and admins see the key.</p>
        )}
        {previousKeys.map(({ ending, expiresAt }) => (
          <p key={ending} className="flex items-center gap-2 text-acknowledged">
            <KeyRound aria-hidden className="size-4 shrink-0" />
            <span>
              The old key …<code>{ending}</code> works until <Time at={expiresAt} as="exact" />
            </span>
          </p>
        ))}
      </CardBody>
    </Card>
  );
}

function RotateKey({ id, name }: { id: string; name: string }) {
  const [hours, setHours] = useState(24);
  const zone = useZone();
  async function rotate() {
    const { result, message } = await askAction(() => giveNewKey(id, hours));
    if (result === null) throw new Error(message ?? "The key was not replaced. Reload the page and try again.");
    notify(`${name} has a new key`, {
      description: hours === 0 ? "The old one no longer works." : `The old one works until ${exactTime(result, zone)}.`,
    });
  }
  return (
    <ConfirmDialog
      trigger={<Button>Replace key</Button>}
      title={`Replace the key of ${name}?`}
      action="Replace key"
      tone={hours === 0 ? "danger" : "primary"}
      onConfirm={rotate}
    >
      <p className="mb-3">You get a new key to put into the tool. The webhook URL stays the same.</p>
      <Field
        label="The old key"
        hint={
          hours === 0
            ? "Alerts sent with it are refused from now on."
            : "Both work until then, so that no alert is lost while you change the tool."
        }
      >
        {(control) => (
          <Select {...control} value={hours} onChange={(event) => setHours(Number(event.target.value))}>
            {overlaps.map(([each, label]) => (
              <option key={each} value={each}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </ConfirmDialog>
  );
}
