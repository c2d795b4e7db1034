import type { ComponentProps, ReactNode } from "react";
import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import type { FormAnswer } from "#lib/auth/form-answer";

type Props = Omit<ComponentProps<typeof Input>, "name"> & {
  name: string;
  label: string;
  hint?: ReactNode;
  answer: FormAnswer<unknown>;
};

/** A line of text in an answered form: keeps what was typed, and shows what is wrong with it. */
export function TextField({ name, label, hint, answer, defaultValue, ...rest }: Props) {
  const error = answer.fields[name];
  return (
    <Field label={label} hint={error ? undefined : hint} error={error}>
      {(control) => <Input {...control} name={name} defaultValue={answer.values[name] ?? defaultValue} {...rest} />}
    </Field>
  );
}
