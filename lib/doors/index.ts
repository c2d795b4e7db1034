import { alertsDoor } from "#lib/intake/door";
import type { Door } from "#lib/intake/raw";
import { opsgenieDoor } from "#lib/opsgenie/door";

/** The ways in for machines. A new one is a line here. */
const doors: readonly Door[] = [opsgenieDoor, alertsDoor];

/** The door that this path belongs to, if any. Both spellings of a path are known, with and without the slash at the end. */
export function doorAt(path: string): Door | undefined {
  return doors.find((door) => door.owns(path));
}

/** The same, where there must be an answer: alerts say what is wrong with a path that is nobody's. */
export const doorFor = (path: string): Door => doorAt(path) ?? alertsDoor;
