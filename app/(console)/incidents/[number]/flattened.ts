const deepest = 4;
const most = 100;

/** Nested fields as dotted names with their text: `{ labels: { job: "node" } }` is `labels.job`, `node`. Very deep parts stay JSON. */
export function flattened(details: Record<string, unknown>): [name: string, text: string][] {
  return Object.entries(details)
    .flatMap(([name, value]) => fieldsOf(name, value, 1))
    .slice(0, most);
}

function fieldsOf(name: string, value: unknown, depth: number): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [[name, String(value)]];
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return value.length > 0 ? [[name, value.join(", ")]] : [];
  if (depth >= deepest) return [[name, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${name}.${key}`, inner, depth + 1));
}
