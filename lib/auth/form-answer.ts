/** What a form, or a button, hears from the server: what came of it, or why it was refused, as a whole and by field. */
export type FormAnswer<Result = null> = {
  result: Result | null;
  message: string | null;
  fields: Record<string, string>;
  /** What to fill in again. */
  values: Record<string, string>;
};

/** Before anything was sent. */
export const unsent: FormAnswer<never> = { result: null, message: null, fields: {}, values: {} };
