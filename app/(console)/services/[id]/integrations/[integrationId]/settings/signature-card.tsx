"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { notify } from "#components/ui/toast";
import { dropSecret } from "../../actions";
import { SetSecret } from "./set-secret";

type Props = { id: string; name: string; hasSecret: boolean; headers: readonly string[]; isToken: boolean; mayChange: boolean };

/** Whether requests must be signed, and with what. */
export function SignatureCard({ id, name, hasSecret, headers, isToken, mayChange }: Props) {
  const where = headers.join(" or ");
  const proof = isToken ? `the secret itself in ${where}` : `an HMAC-SHA256 of the body in ${where}`;
  return (
    <Card>
      <CardHeader
        title="Signature"
        description="With a secret set, a request without a right signature is refused with 401."
        actions={
          mayChange && (
            <>
              {hasSecret && <RemoveSecret id={id} name={name} />}
              <SetSecret id={id} isReplacing={hasSecret} proof={proof} />
            </>
          )
        }
      />
      <CardBody className="flex gap-2.5 text-sm">
        {hasSecret ? (
          <ShieldCheck aria-hidden className="size-5 shrink-0 text-resolved" />
        ) : (
          <ShieldOff aria-hidden className="size-5 shrink-0 text-muted" />
        )}
        <p className="min-w-0 break-words">
          {hasSecret
            ? `Requests must be signed: ${proof}. The secret is sealed and not shown again.`
            : `Requests need no signature. If the tool can sign, set a secret here and in the tool; it then sends ${proof}.`}
        </p>
      </CardBody>
    </Card>
  );
}

function RemoveSecret({ id, name }: { id: string; name: string }) {
  async function remove() {
    const { message } = await dropSecret(id);
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
