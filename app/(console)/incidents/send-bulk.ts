import type { QueryClient } from "@tanstack/react-query";
import { hush, notify, notifyFailure } from "#components/ui/toast";
import { Unanswered } from "#lib/browser/ask";
import { askInTime } from "#lib/browser/ask-in-time";
import {
  type BulkPress,
  dropBulkPress,
  putBulkPress,
  readBulkPresses,
  watchBulkPresses,
} from "#lib/browser/bulk-presses";
import { count, plural } from "#lib/format";
import { incidentsKey } from "./cached-rows";
import { bodyOf } from "./press-bodies";
import { capital, labels, past } from "./press-words";

/** Sends an act on all that fit, and says what became of it. In trouble it stays marked above the list; sending it again does no harm. */
export async function sendBulk(press: BulkPress, queries: QueryClient): Promise<void> {
  const { reason: _, ...fresh } = press;
  const wasOffline = !navigator.onLine;
  putBulkPress({ ...fresh, state: "sending" });
  try {
    const changed = await carryOut(press);
    dropBulkPress(press.id);
    sayDone(press, changed);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const isAnswer = error.status >= 400 && error.status < 500;
    const state = isAnswer ? "failed" : wasOffline ? "not sent" : "not confirmed";
    putBulkPress({ ...fresh, state, reason: error.message });
    sayTroubled(press, error.message, () => void sendBulk(press, queries));
  } finally {
    void queries.invalidateQueries({ queryKey: incidentsKey });
  }
}

/** What stands on the mark: "Resolve not confirmed for 369 incidents". */
export function bulkTroubleText({ act, state, fitting }: BulkPress): string {
  return `${labels[act.verb]} ${state} for ${plural(fitting.count, "incident")}`;
}

/** How many changed. More than one call changes at once are done one after another. */
async function carryOut({ act, fitting }: BulkPress): Promise<number> {
  let changed = 0;
  for (;;) {
    const answer = await askInTime<{ changedCount: number; hasMore: boolean }>(`/api/v1/incidents/${act.verb}`, {
      method: "POST",
      body: { filter: fitting.filter, ...bodyOf(act) },
    });
    changed += answer.changedCount;
    if (!answer.hasMore || answer.changedCount === 0) return changed;
  }
}

function sayDone({ act, fitting }: BulkPress, changed: number): void {
  if (changed === 0) return notify(`They were already ${past[act.verb]}`);
  const left = fitting.count - changed;
  notify(`${capital(past[act.verb])} ${plural(changed, "incident")}`, {
    ...(left > 0 && { description: `${count(left)} already ${past[act.verb]}` }),
  });
}

function sayTroubled(press: BulkPress, reason: string, retry: () => void): void {
  const marked = readBulkPresses().find(({ id }) => id === press.id);
  const notice = notifyFailure(marked ? bulkTroubleText(marked) : "Not completed", { description: reason, retry });
  const stop = watchBulkPresses(() => {
    if (readBulkPresses().some(({ id, state }) => id === press.id && state !== "sending")) return;
    hush(notice);
    stop();
  });
}
