"use client";

import { KeyRound, ShieldCheck, ShieldOff } from "lucide-react";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Time } from "#components/ui/time";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { dropSecret } from "../../actions";
import { PinnedTopic } from "./pinned-topic";
import { SetSecret } from "./set-secret";

type Props = {
  id: string;
  name: string;
  hasSecret: boolean;
  /** Until when the secret before this one still works. */
  previousValidUntil: Date | null;
  proof: string;
  /** The vendor signs with a key of its own: there is no secret to set. */
  isVendors: boolean;
  canMake: boolean;
  pinnedTopic: string | null;
  mayChange: boolean;
};

/** Whether requests must be signed, and with what. */
export function SignatureCard({
  id,
  name,
  hasSecret,
  previousValidUntil,
  proof,
  isVendors,
  canMake,
  pinnedTopic,
  mayChange,
}: Props) {
  const isChecked = hasSecret || isVendors;
  return (
    <Card>
      <CardHeader
        title="Signature"
        description={
          isVendors
            ? "A message without a right signature is refused with 401."
            : "With a secret set, a request without a right signature is refused with 401."
        }
        actions={
          mayChange &&
          !isVendors && (
            <>
              {hasSecret && <RemoveSecret id={id} name={name} />}
              <SetSecret id={id} isReplacing={hasSecret} proof={proof} canMake={canMake} />
            </>
          )
        }
      />
      <CardBody className="space-y-2 text-sm">
        <div className="flex gap-2.5">
          {isChecked ? (
            <ShieldCheck aria-hidden className="size-5 shrink-0 text-resolved" />
          ) : (
            <ShieldOff aria-hidden className="size-5 shrink-0 text-muted" />
          )}
          <p className="min-w-0 break-words">{signingWords({ hasSecret, isVendors, proof })}</p>
        </div>
        {previousValidUntil && (
          <p className="flex items-center gap-2 text-acknowledged">
            <KeyRound aria-hidden className="size-4 shrink-0" />
            <span>
              The old secret works until <Time at={previousValidUntil} as="exact" />
            </span>
          </p>
        )}
        {isVendors && <PinnedTopic id={id} topic={pinnedTopic} mayChange={mayChange} />}
      </CardBody>
    </Card>
  );
}

function signingWords({ hasSecret, isVendors, proof }: Pick<Props, "hasSecret" | "isVendors" | "proof">): string {
  if (isVendors) return `Messages carry ${proof}. It is always checked, and there is no secret to set.`;
  return hasSecret
    ? `Requests must be signed: ${proof}. The secret is sealed and not shown again.`
    : `Requests need no signature. If the tool can sign, set a secret here and in the tool; it then sends ${proof}.`;
}

function RemoveSecret({ id, name }: { id: string; name: string }) {
  async function remove() {
    const { message } = await askAction(() => dropSecret(id));
    if (message) throw new Error(message);
    notify(`${name} accepts unsigned requests again`);
  }
  return (
    <ConfirmDialog
      trigger={<Button>Remove secret</Button>}
      title={`Remove the signature secret of ${name}?`}
      action="Remove secret"
      onConfirm={remove}
    >
      Whoever has the webhook URL or the key can open incidents then. The secret is gone; a new one has to be set in the
      tool too.
    </ConfirmDialog>
  );
}
