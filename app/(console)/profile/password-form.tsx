"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { notify } from "#components/ui/toast";
import { saveNewPassword } from "./actions";

export function PasswordForm({ email }: { email: string }) {
  return (
    <AnsweredForm
      action={saveNewPassword}
      onResult={() => notify("Your password is changed", { description: "You are signed out everywhere else." })}
    >
      {(answer) => (
        <>
          <FormLeaveGuard answer={answer} />
          <CardBody className="flex flex-col gap-4">
            {/* Tells password keepers whose password this is. */}
            <input type="hidden" autoComplete="username" value={email} readOnly />
            <TextField
              answer={answer}
              name="current"
              label="Present password"
              type="password"
              autoComplete="current-password"
            />
            <TextField
              answer={answer}
              name="next"
              label="New password"
              type="password"
              autoComplete="new-password"
              hint="At least 12 characters. A few words in a row are good."
            />
          </CardBody>
          <CardFooter>
            <SubmitButton>Change password</SubmitButton>
          </CardFooter>
        </>
      )}
    </AnsweredForm>
  );
}
