/**
 * What lies at `path` in a parsed body: "alert.title", "items[0].name" and "items.0.name", or the same as JSONPath:
 * "$.alert.title", "$['alert']['title']", where `$` alone is the body. Undefined where nothing does.
 */
export function atPath(value: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(ownValue, value);
}

/** The names and places that a path goes through. */
export function stepsOf(path: string): string[] {
  // Nearly every path is a plain one, and every request asks for a dozen.
  if (!/['"]/.test(path))
    return path
      .replace(root, "")
      .split(/[.[\]]+/)
      .filter((step) => step !== "");
  return [...path.replace(root, "").matchAll(step)].map(([plain, double, single]) =>
    double === undefined && single === undefined ? plain : (double ?? single ?? "").replace(/\\(.)/gs, "$1"),
  );
}

/** The path through these names and places, as people write it; a name with odd characters stands in quotes. */
export function pathOf(steps: (string | number)[]): string {
  return steps.map(stepText).join("");
}

const root = /^\$(?=[.[]|$)/;
const quoted = String.raw`\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\]`;
const step = new RegExp(`${quoted}|[^.[\\]]+`, "gs");
const plainName = /^[\p{L}_@][\p{L}\d_@-]*$/u;

function stepText(name: string | number, at: number): string {
  if (typeof name === "number") return `[${name}]`;
  if (plainName.test(name)) return at === 0 ? name : `.${name}`;
  return `['${name.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
}

function ownValue(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** Why a path is none that `atPath` follows, with what to write instead; undefined for one that is. */
export function pathProblem(path: string): string | undefined {
  const bare = path.replaceAll(new RegExp(quoted, "gs"), "[_]");
  return refused.find(([pattern]) => pattern.test(bare))?.[1];
}

const oneElement = "Only one element of a list can be named, counted from 0: items[0].name.";

const refused: [RegExp, string][] = [
  [/\?\s*\(|\[\s*\?/, "Filters (?) are not supported. Name one place: items[0].name."],
  [/(?:^|[.[])\s*\*\s*(?=$|[.[\]])/, "Wildcards (*) are not supported. Name one place: items[0].name."],
  [/\.\./, "Two dots search everywhere, which is not supported. Name every step: alert.labels.host."],
  [/\w\(\)/, "Functions are not supported. Name one place: items[0].name."],
  [/\[\s*['"]/, "A name in quotes is not closed. Write it as ['name']."],
  [/\[[^[\]]*[:,][^[\]]*\]|\[\s*-|\[\s*\]/, oneElement],
  [/\[[^\]]*(?:\[|$)|(?:^|\])[^[]*\]/, "A bracket is missing its other half. Write items[0].name."],
  [/\.$/, "The path ends in a dot. Go on, or leave the dot out."],
];
