/** What a save changed, as a sentence: "Saved name and description". `labels` names the fields that count. */
export function whatChanged<Thing extends object>(
  before: Thing,
  after: Thing,
  labels: Partial<Record<keyof Thing & string, string>>,
): string {
  const changed = Object.entries<string | undefined>(labels).flatMap(([field, label]) =>
    label && isDifferent(before, after, field) ? [label] : [],
  );
  if (changed.length === 0) return "Nothing was different, so nothing changed";
  const last = changed.at(-1) ?? "";
  return `Saved ${changed.length === 1 ? last : `${changed.slice(0, -1).join(", ")} and ${last}`}`;
}

function isDifferent(before: object, after: object, field: string): boolean {
  const textOf = (thing: object) => JSON.stringify(Object.entries(thing).find(([name]) => name === field)?.[1], sorted);
  return textOf(before) !== textOf(after);
}

// The database gives back the keys of an object in an order of its own.
function sorted(_name: string, value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;
}
