"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { signInWithPassword } from "./actions";

export function SignInForm({ goTo }: { goTo: string }) {
  return (
    <AnsweredForm action={signInWithPassword} className="flex flex-col gap-4">
      {(answer) => (
        <>
          <input type="hidden" name="goTo" value={goTo} />
          <TextField
            answer={answer}
            name="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            autoFocus={!answer.message}
          />
          <TextField answer={answer} name="password" label="Password" type="password" autoComplete="current-password" />
          <SubmitButton size="large">Sign in</SubmitButton>
        </>
      )}
    </AnsweredForm>
  );
}
