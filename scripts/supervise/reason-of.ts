import { Trouble, wayOut } from "#db/embedded-trouble";

/** What the person at the terminal is told about why Tocsin could not start. Only a bug shows its stack. */
export function reasonOf(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  const isOfSystem = error instanceof Error && "syscall" in error;
  const advice = isOfSystem && wayOut(error.message);
  if (advice) return `Tocsin could not start: ${error.message}.\n${advice}`;
  return `Tocsin could not start: ${error instanceof Error ? error.stack : error}`;
}
