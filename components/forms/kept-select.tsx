import type { ComponentProps } from "react";
import { Select } from "#components/ui/select";
import type { FormAnswer } from "#lib/auth/form-answer";

type Props = Omit<ComponentProps<typeof Select>, "name" | "value" | "defaultValue"> & {
  name: string;
  answer: FormAnswer<unknown>;
  /** What is stored now; chosen to begin with. */
  saved: string;
};

/** A choice in an answered form: keeps what was chosen when the form is refused, and follows what is saved. */
export function KeptSelect({ name, answer, saved, ...rest }: Props) {
  // A form that was answered is reset, and a select remembers only what it was first drawn with.
  const start = answer.values[name] ?? saved;
  return <Select key={start} name={name} defaultValue={start} {...rest} />;
}
