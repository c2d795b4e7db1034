import { ask, type Question, Unanswered } from "#lib/browser/ask";

export const answerWithinMs = 10_000;

/**
 * Asks and waits for the answer no longer than 10 s, nor after the browser has lost its network.
 * Then the error has the status 0: what was asked for may have been done all the same.
 */
export async function askInTime<Answer>(path: `/api/v1/${string}`, question: Question = {}): Promise<Answer> {
  const waiting = new AbortController();
  const giveUp = (code: string, text: string) => waiting.abort(new Unanswered(0, code, text));
  const timer = setTimeout(() => giveUp("no_answer", `No answer within ${answerWithinMs / 1000} s.`), answerWithinMs);
  const breakOff = () => giveUp("offline", "The network was lost before the answer came.");
  window.addEventListener("offline", breakOff);
  try {
    return await ask<Answer>(path, { ...question, signal: waiting.signal });
  } finally {
    clearTimeout(timer);
    window.removeEventListener("offline", breakOff);
  }
}
