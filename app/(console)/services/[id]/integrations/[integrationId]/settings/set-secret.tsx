"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { AnsweredForm } from "#components/forms/answered-form";
import { KeptSelect } from "#components/forms/kept-select";
import { SubmitButton } from "#components/forms/submit-button";
import { Button } from "#components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { SecretValue } from "#components/ui/secret-value";
import { giveSecret } from "../../actions";
import { overlaps } from "./overlaps";

/** `canMake`: the secret may be any text, and not only one that the tool gives. */
type Props = { id: string; isReplacing: boolean; proof: string; canMake: boolean };

/** The button that sets a secret, and its dialog: first where it comes from, then the secret, this once. */
export function SetSecret({ id, isReplacing, proof, canMake }: Props) {
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const router = useRouter();
  function show(next: boolean) {
    setOpen(next);
    // Only now: what the page says about the secret changes behind the dialog that shows it.
    if (secret) router.refresh();
    setSecret(null);
  }
  return (
    <Dialog open={open} onOpenChange={show}>
      <DialogTrigger asChild>
        <Button>{isReplacing ? "Replace secret" : "Set secret"}</Button>
      </DialogTrigger>
      {secret ? (
        <ShownSecret secret={secret} proof={proof} />
      ) : (
        <SecretForm id={id} isReplacing={isReplacing} canMake={canMake} onSet={setSecret} />
      )}
    </Dialog>
  );
}

type FormProps = Omit<Props, "proof"> & { onSet: (secret: string) => void };

function SecretForm({ id, isReplacing, canMake, onSet }: FormProps) {
  const usual = canMake ? "made" : "own";
  const [way, setWay] = useState(usual);
  const give = giveSecret.bind(null, id);
  return (
    <DialogContent
      title={isReplacing ? "Replace the signature secret" : "Set a signature secret"}
      description={
        isReplacing
          ? "Put the new one into the tool while both work, so that no alert is lost."
          : "Requests are refused until the tool signs with it."
      }
    >
      <AnsweredForm
        action={give}
        onResult={onSet}
        className="flex min-h-0 flex-col [&>[role=alert]]:mx-4 [&>[role=alert]]:mt-3"
      >
        {(answer) => (
          <>
            <DialogBody>
              <Field label="Secret">
                {(control) => (
                  <KeptSelect
                    {...control}
                    name="way"
                    answer={answer}
                    saved={usual}
                    onChange={(event) => setWay(event.target.value)}
                  >
                    {canMake && <option value="made">Let Tocsin make one</option>}
                    <option value="own">Use the one the tool gave me</option>
                  </KeptSelect>
                )}
              </Field>
              {isReplacing && (
                <Field label="The old secret" hint="What is signed with it is refused afterwards.">
                  {(control) => (
                    <KeptSelect {...control} name="overlapHours" answer={answer} saved="24">
                      {overlaps.map(([hours, label]) => (
                        <option key={hours} value={hours}>
                          {label}
                        </option>
                      ))}
                    </KeptSelect>
                  )}
                </Field>
              )}
              {way === "own" && (
                <Field label="The tool’s secret" error={answer.fields.token}>
                  {(control) => (
                    <Input {...control} name="token" type="password" autoComplete="off" maxLength={512} autoFocus />
                  )}
                </Field>
              )}
            </DialogBody>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <SubmitButton>{isReplacing ? "Replace secret" : "Set secret"}</SubmitButton>
            </DialogFooter>
          </>
        )}
      </AnsweredForm>
    </DialogContent>
  );
}

function ShownSecret({ secret, proof }: { secret: string; proof: string }) {
  return (
    <DialogContent title="Put this secret into the tool now" description="It is sealed and not shown again.">
      <DialogBody>
        <SecretValue value={secret} label="signature secret" revealed />
        <p className="text-muted text-sm">The tool then sends {proof}.</p>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </DialogFooter>
    </DialogContent>
  );
}
