import { ZodError } from "zod";
import { type FormAnswer, textsOf, unsent, withoutSecrets } from "#lib/auth/form-answer";
import { misfit, refusalFor } from "#lib/refusal";

/** Carries out what a page asks for. A refusal, or a field that does not fit, becomes the answer; redirects and bugs pass. */
export async function answer<Result>(carryOut: () => Promise<Result>): Promise<FormAnswer<Result>> {
  try {
    return { ...unsent, result: await carryOut() };
  } catch (error) {
    return { ...unsent, ...refusalIn(error) };
  }
}

/** The same for a form: its texts are handed over, and all but the secret ones handed back when it is refused. */
export async function answerForm<Result>(
  form: FormData,
  carryOut: (given: Record<string, string>) => Promise<Result>,
): Promise<FormAnswer<Result>> {
  // Whoever calls an action by hand sends what they like.
  if (!(form instanceof FormData)) return { ...unsent, message: "The form came without its fields. Reload the page." };
  const given = textsOf(form);
  const answered = await answer(() => carryOut(given));
  return answered.result === null ? { ...answered, values: withoutSecrets(given) } : answered;
}

function refusalIn(error: unknown): { message: string | null; fields: Record<string, string> } {
  const refusal = error instanceof ZodError ? misfit(error) : refusalFor(error);
  if (!refusal) throw error;
  return refusal.fields ? { message: null, fields: refusal.fields } : { message: refusal.message, fields: {} };
}
