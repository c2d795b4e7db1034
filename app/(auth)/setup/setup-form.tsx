"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { BrowserTimeZone } from "#components/forms/browser-time-zone";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { setUpCompany } from "./actions";

export function SetupForm() {
  return (
    <AnsweredForm action={setUpCompany} className="flex flex-col gap-4">
      {(answer) => (
        <>
          <TextField
            answer={answer}
            name="company"
            label="Company"
            autoComplete="organization"
            autoFocus={!answer.message}
          />
          <TextField answer={answer} name="name" label="Your name" autoComplete="name" />
          <TextField
            answer={answer}
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
          />
          <TextField
            answer={answer}
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters. A few words in a row are good."
          />
          <BrowserTimeZone name="timeZone" />
          <SubmitButton size="large">Create company</SubmitButton>
        </>
      )}
    </AnsweredForm>
  );
}
