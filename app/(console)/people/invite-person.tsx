"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { AnsweredForm } from "#components/forms/answered-form";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { Button } from "#components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { roles } from "#db/vocabulary";
import { roleTexts } from "#lib/auth/roles";
import { type InvitationLink, invitePerson } from "./actions";
import { ShownLink } from "./shown-link";

/** The button that invites, and its dialog: first the form, then the link to send. */
export function InvitePerson() {
  const [open, setOpen] = useState(false);
  const [link, setLink] = useState<InvitationLink | null>(null);
  const show = (next: boolean) => {
    setOpen(next);
    setLink(null);
  };
  return (
    <Dialog open={open} onOpenChange={show}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <UserPlus aria-hidden />
          Invite person
        </Button>
      </DialogTrigger>
      {link ? <ShownLink link={link} /> : <InviteForm onInvited={setLink} />}
    </Dialog>
  );
}

function InviteForm({ onInvited }: { onInvited: (link: InvitationLink) => void }) {
  return (
    <DialogContent
      title="Invite a person"
      description="You get a link to send to them. With it they choose a password and are in."
    >
      <AnsweredForm action={invitePerson} onResult={onInvited} className="flex min-h-0 flex-col">
        {(answer) => (
          <>
            <DialogBody>
              <TextField answer={answer} name="name" label="Name" autoComplete="off" />
              <TextField
                answer={answer}
                name="email"
                label="E-mail"
                type="email"
                autoComplete="off"
                autoCapitalize="none"
              />
              <Field label="Role" error={answer.fields.role} hint={<RoleHints />}>
                {(control) => (
                  <Select
                    {...control}
                    key={answer.values.role}
                    name="role"
                    defaultValue={answer.values.role ?? "responder"}
                  >
                    {roles.toReversed().map((role) => (
                      <option key={role} value={role}>
                        {roleTexts[role].label}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </DialogBody>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <SubmitButton>Make invitation link</SubmitButton>
            </DialogFooter>
          </>
        )}
      </AnsweredForm>
    </DialogContent>
  );
}

function RoleHints() {
  return (
    <span className="flex flex-col">
      {roles.toReversed().map((role) => (
        <span key={role}>
          <span className="font-medium">{roleTexts[role].label}</span>: {roleTexts[role].hint}
        </span>
      ))}
    </span>
  );
}
