import { hush, notify, notifyFailure } from "#components/ui/toast";
import { readPresses, watchPresses } from "#lib/browser/press-store";
import { type Act, newPress, type Press, unsentOf } from "#lib/browser/presses";
import { plural } from "#lib/format";
import { alreadyText, capital, doneText, nameOf, past, troubleText } from "./press-words";
import type { Done, Failed } from "./send-presses";

/** Says what was done, or had been done already, and offers Undo. */
export function sayDone(done: Done[], zone: string, send: (presses: Press[]) => void): void {
  const [first] = done;
  if (!first) return;
  const changed = done.filter((each) => each.changed).map(({ press }) => press);
  const verb = first.press.act.verb;
  if (changed.length === 0) {
    return notify(
      first.verdict && done.length === 1 ? alreadyText(verb, first.verdict) : `They were already ${past[verb]}`,
    );
  }
  const left = done.length - changed.length;
  const undo = undoOf(changed);
  notify(
    done.length === 1
      ? doneText(first.press, first.verdict, zone)
      : `${capital(past[verb])} ${plural(changed.length, "incident")}`,
    {
      ...(done.length === 1 && { description: first.press.seen.title }),
      ...(left > 0 && { description: `${left} already ${past[verb]}` }),
      ...(undo && { undo: () => send(undo) }),
    },
  );
}

/** Says what was not done, and why; goes when nothing of it is in trouble any more. */
export function sayTroubled(failed: Failed[], retry: (presses: Press[]) => void): void {
  const [first] = failed;
  if (!first) return;
  // A conflict is news about the incident, told calmly; it comes with what to do.
  if (failed.length === 1 && first.error.status === 409) return notify(first.error.message);
  const presses = failed.map(({ press }) => press);
  const ids = new Set(presses.map(({ id }) => id));
  const inTrouble = () => unsentOf(readPresses()).filter((press) => ids.has(press.id));
  const [marked] = inTrouble();
  const notice = notifyFailure(`${nameOf(presses)}: ${marked ? troubleText(marked).toLowerCase() : "not completed"}`, {
    description: first.error.message,
    retry: () => retry(inTrouble()),
  });
  const stop = watchPresses(() => {
    if (inTrouble().length > 0) return;
    hush(notice);
    stop();
  });
}

/** How to take back what was done: resolving opens again as it was, an assignment goes back to those who had it. */
function undoOf(presses: Press[]): Press[] | undefined {
  const undone = presses.flatMap((press) => {
    const act = opposite(press);
    return act ? [newPress(act, press.seen)] : [];
  });
  return undone.length > 0 ? undone : undefined;
}

function opposite({ act, seen }: Press): Act | undefined {
  if (act.verb === "resolve") return { verb: "reopen", andAcknowledge: seen.status === "acknowledged" };
  if (act.verb !== "assign") return undefined;
  const had = (personId: string) => seen.assignees.some(({ id }) => id === personId);
  return {
    verb: "assign",
    addPersonIds: act.removePersonIds.filter(had),
    removePersonIds: act.addPersonIds.filter((personId) => !had(personId)),
  };
}
