import { type FormAnswer, unsent } from "#lib/auth/form-answer";
import { unreachable } from "#lib/browser/ask";

/**
 * Asks a server action what a button or a form asks for. When Tocsin cannot be reached, that is the answer, with the `values`
 * to fill in again: left to itself, Next replaces the page by an error.
 */
export async function askAction<Result>(
  act: () => Promise<FormAnswer<Result>>,
  values: Record<string, string> = {},
): Promise<FormAnswer<Result>> {
  try {
    return await act();
  } catch (error) {
    // Thus fetch fails when nothing answers. Redirects and bugs are other errors.
    if (!(error instanceof TypeError)) throw error;
    return { ...unsent, message: unreachable, values };
  }
}
