import { parseJson } from "#lib/reading/parse-json";

/** The JSON object written in a text; undefined where there is none, or one deeper than anything sends. */
export function jsonIn(text: unknown): object | undefined {
  if (typeof text !== "string" || !/^\s*\{/.test(text)) return undefined;
  const value = parsed(text);
  return typeof value === "object" && value !== null && isShallow(value, maxDepth) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

// Intake looks only at the body's own depth; what walks this value later would overflow just the same.
const maxDepth = 100;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}
