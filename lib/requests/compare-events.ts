import type { ReadEvent } from "#db/schema/incidents";

export const comparedFields = ["action", "dedupKey", "summary", "severity", "source", "links"] as const;
export type ComparedField = (typeof comparedFields)[number];

/** A field then and now, as text; null where there is none. A key that is made anew for each request counts as the same. */
export type FieldChange = {
  field: ComparedField;
  change: "same" | "changed" | "added" | "removed";
  before: string | null;
  now: string | null;
};

/** An event then and now. `at` is its place among those it is read as now; null for one that is no longer there. */
export type EventChange = {
  change: FieldChange["change"];
  at: number | null;
  fields: FieldChange[];
};

/**
 * What came to be read differently. Events are paired by dedup key, what is left of them in their order. `madeKeys` are
 * the places of those whose key is no sender's.
 */
export function compareEvents(before: ReadEvent[], now: ReadEvent[], madeKeys: ReadonlySet<number>): EventChange[] {
  const left = new Set(before);
  const ofKey = Map.groupBy(before, ({ dedupKey }) => dedupKey);
  const byKey = now.map((event) => {
    const same = (ofKey.get(event.dedupKey) ?? []).filter((one) => left.has(one));
    return taken(left, same.find(({ action }) => action === event.action) ?? same[0]);
  });
  const pairs = byKey.map((found) => found ?? taken(left, left.values().next().value));
  return [
    ...now.map((event, at) => eventChange(pairs[at], event, at, madeKeys.has(at))),
    ...[...left].map((event) => eventChange(event, undefined, null, false)),
  ];
}

function taken(from: Set<ReadEvent>, event: ReadEvent | undefined): ReadEvent | undefined {
  if (event) from.delete(event);
  return event;
}

function eventChange(
  before: ReadEvent | undefined,
  now: ReadEvent | undefined,
  at: number | null,
  isKeyMade: boolean,
): EventChange {
  const fields = comparedFields.map((field) => fieldChange(field, before, now, isKeyMade));
  const change = !before
    ? "added"
    : !now
      ? "removed"
      : fields.some(({ change }) => change !== "same")
        ? "changed"
        : "same";
  return { change, at, fields };
}

function fieldChange(
  field: ComparedField,
  then: ReadEvent | undefined,
  today: ReadEvent | undefined,
  isKeyMade: boolean,
): FieldChange {
  const before = textOf(then, field);
  const now = textOf(today, field);
  if (field === "dedupKey" && isKeyMade && before !== null && looksMade.test(before))
    return { field, change: "same", before, now: before };
  const change = before === now ? "same" : before === null ? "added" : now === null ? "removed" : "changed";
  return { field, change, before, now };
}

/** As lib/intake/ready-events.ts makes them. */
const looksMade = /^[0-9a-f]{32}$/;

function textOf(event: ReadEvent | undefined, field: ComparedField): string | null {
  if (!event) return null;
  if (field === "links") return event.links.map(({ href }) => href).join("\n") || null;
  return event[field] ?? null;
}
