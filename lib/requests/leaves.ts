import { jsonIn } from "#lib/reading/json-in";

/** A single value within a body, and the names that lead to it. */
export type Leaf = { path: string[]; value: string | number | boolean };

/**
 * The values within `root` that say something, those near the top first, at most `most` of them. JSON written in a text,
 * also in base64, is looked into like any object.
 */
export function leavesOf(root: unknown, most: number): { leaves: Leaf[]; isCut: boolean } {
  const leaves: Leaf[] = [];
  const open: { path: string[]; node: unknown }[] = [{ path: [], node: root }];
  for (const { path, node } of open) {
    const inner = branchesOf(node);
    if (inner) for (const [name, value] of Object.entries(inner)) open.push({ path: [...path, name], node: value });
    else if (isTelling(node)) leaves.push({ path, value: node });
    if (leaves.length > most) return { leaves: leaves.slice(0, most), isCut: true };
  }
  return { leaves, isCut: false };
}

const branchesOf = (node: unknown): object | undefined =>
  typeof node === "object" && node !== null ? node : (jsonIn(node) ?? jsonIn(fromBase64(node)));

/** A JSON object in base64 begins with one of these. */
const fromBase64 = (node: unknown): string | undefined =>
  typeof node === "string" && /^e[wy][A-Za-z0-9+/]+={0,2}$/.test(node)
    ? Buffer.from(node, "base64").toString("utf8")
    : undefined;

const isTelling = (node: unknown): node is Leaf["value"] =>
  (typeof node === "string" && node.trim() !== "") || typeof node === "number" || typeof node === "boolean";

/** A copy of `root` with another value at `path`, or without it when `to` is undefined. Shares what did not change. */
export function changedAt(root: unknown, path: string[], to: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return to;
  if (Array.isArray(root)) return changedList(root, Number(name), rest, to);
  if (typeof root === "object" && root !== null) return changedObject(root, name, rest, to);
  const inner = branchesOf(root);
  if (!inner) return root;
  const text = JSON.stringify(changedAt(inner, path, to));
  return jsonIn(root) ? text : Buffer.from(text).toString("base64");
}

function changedList(list: unknown[], at: number, rest: string[], to: unknown): unknown[] {
  const inner = changedAt(list[at], rest, to);
  return inner === undefined ? list.toSpliced(at, 1) : list.with(at, inner);
}

function changedObject(object: object, name: string, rest: string[], to: unknown): object {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => {
      if (key !== name) return [[key, value]];
      const inner = changedAt(value, rest, to);
      return inner === undefined ? [] : [[key, inner]];
    }),
  );
}
