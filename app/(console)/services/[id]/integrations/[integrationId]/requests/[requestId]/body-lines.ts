import { prettyJson } from "#lib/format";

export type BodyLines = {
  text: string;
  /** The line, from 0, on which the value at this path begins; undefined where that cannot be told. */
  lineOf(path: string[]): number | undefined;
};

/** Past this a browser takes long to draw it; copying still gives all of it. */
export const mostDrawn = 60_000;

/** A body as it is drawn, and where in it each of its values is. */
export function linesOf(body: string): BodyLines {
  const text = prettyJson(body);
  const drawn = text.slice(0, mostDrawn).split("\n").length;
  const starts = new Map<string, number>();
  if (text !== body || isJson(body)) noteLines(JSON.parse(text), [], { next: 0 }, starts);
  // JSON that is written in a text is drawn in the line of that text.
  const lineOf = (path: string[]): number | undefined => {
    const line = starts.get(nameOf(path));
    if (line === undefined) return path.length > 1 ? lineOf(path.slice(0, -1)) : undefined;
    return line < drawn ? line : undefined;
  };
  return { text, lineOf };
}

/** The id of the element that a line is drawn in. */
export const lineId = (line: number) => `body-line-${line + 1}`;

const nameOf = (path: string[]) => JSON.stringify(path);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Walks as JSON.stringify does when it lays a value out: a line for each value, and one that closes each list or object.
function noteLines(value: unknown, path: string[], at: { next: number }, starts: Map<string, number>) {
  starts.set(nameOf(path), at.next++);
  if (typeof value !== "object" || value === null) return;
  const inner = Object.entries(value);
  for (const [name, one] of inner) noteLines(one, [...path, name], at, starts);
  if (inner.length > 0) at.next++;
}
