"use client";

import { type ReactNode, useActionState, useEffect, useRef, useSyncExternalStore } from "react";
import { FormSummary } from "#components/ui/form-summary";
import { type FormAnswer, textsOf, unsent, withoutSecrets } from "#lib/auth/form-answer";
import { askAction } from "#lib/browser/ask-action";

type Action<Result> = (before: FormAnswer<Result>, form: FormData) => Promise<FormAnswer<Result>>;

type Props<Result> = {
  action: Action<Result>;
  /** Called when the server did what was asked. Without it the form works before any script does. */
  onResult?: (result: Result) => void;
  className?: string;
  children: (answer: FormAnswer<Result>) => ReactNode;
};

/** A form that the server answers: why it was refused stands on top, or at the field, which takes the focus. */
export function AnsweredForm<Result>({ action, onResult, className, children }: Props<Result>) {
  const form = useRef<HTMLFormElement>(null);
  async function tell(before: FormAnswer<Result>, sent: FormData): Promise<FormAnswer<Result>> {
    const answer = await askAction(() => action(before, sent), withoutSecrets(textsOf(sent)));
    if (answer.result !== null) onResult?.(answer.result);
    return { ...answer, message: answer.message ?? elsewhere(answer.fields, form.current) };
  }
  const hasScript = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const [answer, send] = useActionState(onResult || hasScript ? tell : action, unsent);
  useEffect(() => {
    if (Object.keys(answer.fields).length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [answer]);
  return (
    <form ref={form} action={send} className={className} noValidate>
      <FormSummary message={answer.message ?? undefined} />
      {children(answer)}
    </form>
  );
}

/** What is wrong with fields that this form does not draw. */
function elsewhere(fields: Record<string, string>, form: HTMLFormElement | null): string | null {
  const undrawn = Object.entries(fields).filter(([name]) => form && !form.elements.namedItem(name));
  return undrawn.map(([, problem]) => problem).join(" ") || null;
}
