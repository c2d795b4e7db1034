import type { Action } from "#db/vocabulary";

type Keyed = { dedupKey: string; action: Action };

/** A megabyte of tiny alerts can be tens of thousands; each statement takes so many. */
const maxPartEvents = 500;

/** Splits events so that within a part each dedup key has one action, in the order they came. */
export function partsOf<Event extends Keyed>(events: Event[]): Event[][] {
  const parts: Event[][] = [];
  let actions = new Map<string, string>();
  for (const event of events) {
    const part = parts.at(-1);
    const isNew =
      part === undefined ||
      part.length >= maxPartEvents ||
      (actions.get(event.dedupKey) ?? event.action) !== event.action;
    if (isNew) {
      actions = new Map();
      parts.push([event]);
    } else part.push(event);
    actions.set(event.dedupKey, event.action);
  }
  return parts.length > 0 ? parts : [[]];
}
