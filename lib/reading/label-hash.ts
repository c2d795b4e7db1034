import { digestOf } from "#lib/reading/digest-of";

/** A key for an alert that is known only by its labels, whatever order they come in. */
export function labelHash(labels: Record<string, unknown>): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(...sorted.map(([label, value]) => `${label}=${value}`));
}
