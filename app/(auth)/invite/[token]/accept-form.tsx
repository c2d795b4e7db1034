"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { BrowserTimeZone } from "#components/forms/browser-time-zone";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { acceptInvitationLink } from "./actions";

export function AcceptForm({ token, email, action }: { token: string; email: string; action: string }) {
  return (
    <AnsweredForm action={acceptInvitationLink} className="flex flex-col gap-4">
      {(answer) => (
        <>
          <input type="hidden" name="token" value={token} />
          <BrowserTimeZone name="timeZone" />
          <TextField
            answer={answer}
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            readOnly
            defaultValue={email}
          />
          <TextField
            answer={answer}
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            autoFocus={!answer.message}
            hint="At least 12 characters. A few words in a row are good."
          />
          <SubmitButton size="large">{action}</SubmitButton>
        </>
      )}
    </AnsweredForm>
  );
}
