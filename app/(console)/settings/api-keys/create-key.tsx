"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AnsweredForm } from "#components/forms/answered-form";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { Button } from "#components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { SecretValue } from "#components/ui/secret-value";
import { Select } from "#components/ui/select";
import { scopes } from "#db/vocabulary";
import type { FormAnswer } from "#lib/auth/form-answer";
import { scopeTexts } from "#lib/auth/roles";
import { makeApiKey, type NewKey } from "./actions";

/** The button that makes a key, and its dialog: first the form, then the key, this once. */
export function CreateKey() {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<NewKey | null>(null);
  const router = useRouter();
  const show = (next: boolean) => {
    setOpen(next);
    setMade(null);
    // Only now: the list that the new key joins may take the place of the very button this dialog hangs on.
    if (made) router.refresh();
  };
  return (
    <Dialog open={open} onOpenChange={show}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          Create API key
        </Button>
      </DialogTrigger>
      {made ? <ShownKey made={made} /> : <KeyForm onMade={setMade} />}
    </Dialog>
  );
}

function KeyForm({ onMade }: { onMade: (made: NewKey) => void }) {
  return (
    <DialogContent title="Create an API key">
      <AnsweredForm action={makeApiKey} onResult={onMade} className="flex min-h-0 flex-col">
        {(answer) => (
          <>
            <DialogBody>
              <TextField
                answer={answer}
                name="name"
                label="Name"
                autoComplete="off"
                hint="What will use it, such as “Terraform”."
              />
              <ScopeField answer={answer} />
              <ExpiryField answer={answer} />
            </DialogBody>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <SubmitButton>Create key</SubmitButton>
            </DialogFooter>
          </>
        )}
      </AnsweredForm>
    </DialogContent>
  );
}

function ScopeField({ answer }: { answer: FormAnswer<NewKey> }) {
  const [scope, setScope] = useState(scopes.find((each) => each === answer.values.scope) ?? "read");
  return (
    <Field label="It may" error={answer.fields.scope} hint={scopeTexts[scope].hint}>
      {(control) => (
        <Select
          {...control}
          name="scope"
          value={scope}
          onChange={(event) => setScope(scopes.find((each) => each === event.target.value) ?? scope)}
        >
          {scopes.toReversed().map((each) => (
            <option key={each} value={each}>
              {scopeTexts[each].label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

const lifetimes = [
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In a year"],
  ["never", "Never"],
] as const;

function ExpiryField({ answer }: { answer: FormAnswer<NewKey> }) {
  return (
    <Field label="Expires" error={answer.fields.expiresInDays}>
      {(control) => (
        <Select
          {...control}
          key={answer.values.expiresInDays}
          name="expiresInDays"
          defaultValue={answer.values.expiresInDays ?? "90"}
        >
          {lifetimes.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function ShownKey({ made }: { made: NewKey }) {
  return (
    <DialogContent
      title={`Copy the key ${made.name} now`}
      description="Only its hash is kept, so it is not shown again."
    >
      <DialogBody>
        <SecretValue value={made.key} label="API key" revealed />
        <p className="text-muted text-sm">
          Send it as <code className="text-ink">Authorization: Bearer sk_live_…</code>
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </DialogFooter>
    </DialogContent>
  );
}
