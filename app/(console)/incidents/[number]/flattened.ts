const deepest = 4;
const most = 100;
const saidFirst = /(^|\.)(summary|title|message|description|reason|body)$/i;

/**
 * Nested fields as dotted names with their text: `{ labels: { job: "node" } }` is `labels.job`, `node`.
 * What the sender wrote for people comes first; very deep parts stay JSON.
 */
export function flattened(details: Record<string, unknown>): [name: string, text: string][] {
  const fields = Object.entries(details).flatMap(([name, value]) => fieldsOf(name, value, 1));
  const isWritten = ([name]: [string, string]) => saidFirst.test(name);
  return [...fields.filter(isWritten), ...fields.filter((field) => !isWritten(field))].slice(0, most);
}

function fieldsOf(name: string, value: unknown, depth: number): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [[name, String(value)]];
  if (Array.isArray(value) && value.every((part) => typeof part !== "object"))
    return value.length > 0 ? [[name, value.join(", ")]] : [];
  if (depth >= deepest) return [[name, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${name}.${key}`, inner, depth + 1));
}
