import { pathOf } from "#lib/reading/at-path";
import { truncate } from "#lib/text";
import type { Place, Steps } from "./pick";

/** A line of the tree. `more` stands for what is not shown of a long list or object. */
export type TreeRow = Place & {
  key: string;
  depth: number;
  name: string;
  /** The value as it reads, or how many are inside. */
  text: string;
  kind: "value" | "branch" | "more";
  isOpen: boolean;
};

/** How the tree stands: which branches are open, and of which more than usual is shown. */
export type TreeState = { open: ReadonlySet<string>; shown: ReadonlyMap<string, number> };

export const shownAtOnce = 50;
const openedAtFirst = 120;

/** The branches that are open to begin with: those near the top, as many as one can overlook. */
export function openAtFirst(body: unknown): Set<string> {
  const open = new Set<string>();
  const waiting: Place[] = [{ steps: [], value: body }];
  let rows = 0;
  for (const { steps, value } of waiting) {
    const inner = insideOf(value).slice(0, shownAtOnce);
    if (inner.length === 0) continue;
    rows += inner.length;
    if (rows > openedAtFirst && steps.length > 0) break;
    open.add(keyOf(steps));
    for (const [name, child] of inner) waiting.push({ steps: [...steps, name], value: child });
  }
  return open;
}

/** The lines of the tree, from top to bottom. */
export function treeRows(body: unknown, state: TreeState): TreeRow[] {
  return insideOf(body).length === 0
    ? [rowOf({ steps: [], value: body }, state)]
    : rowsWithin({ steps: [], value: body }, state);
}

function rowsWithin({ steps, value }: Place, state: TreeState): TreeRow[] {
  const inner = insideOf(value);
  const most = state.shown.get(keyOf(steps)) ?? shownAtOnce;
  const rows = inner.slice(0, most).flatMap(([name, child]) => {
    const place = { steps: [...steps, name], value: child };
    const row = rowOf(place, state);
    return row.isOpen ? [row, ...rowsWithin(place, state)] : [row];
  });
  return inner.length > most ? [...rows, moreRow({ steps, value }, inner.length - most)] : rows;
}

function rowOf({ steps, value }: Place, { open }: TreeState): TreeRow {
  const key = keyOf(steps);
  const isBranch = insideOf(value).length > 0;
  return {
    key,
    steps,
    value,
    depth: Math.max(0, steps.length - 1),
    name: steps.length === 0 ? "body" : String(steps.at(-1)),
    text: isBranch ? sizeText(value) : valueText(value),
    kind: isBranch ? "branch" : "value",
    isOpen: isBranch && open.has(key),
  };
}

const moreRow = ({ steps, value }: Place, left: number): TreeRow => ({
  key: `${keyOf(steps)} more`,
  steps,
  value,
  depth: steps.length,
  name: `Show more`,
  text: `${left} left`,
  kind: "more",
  isOpen: false,
});

/** The names and values inside a list or an object. */
function insideOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child, at): [number, unknown] => [at, child]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

export const keyOf = (steps: Steps): string => pathOf(steps) || "$";

function sizeText(value: unknown): string {
  const size = insideOf(value).length;
  return Array.isArray(value) ? `list of ${size}` : size === 1 ? "1 field" : `${size} fields`;
}

const longestValue = 160;

function valueText(value: unknown): string {
  return truncate(JSON.stringify(value) ?? "", longestValue);
}
