/** What lies at `path` in a parsed body: "alert.title", "items[0].name" and "items.0.name". Undefined where nothing does. */
export function atPath(value: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>(ownValue, value);
}

// A key that holds dots itself ("labels.app.kubernetes.io/name") cannot be reached: no sender has needed it so far.
const stepsOf = (path: string): string[] => path.split(/[.[\]]+/).filter((step) => step !== "");

function ownValue(value: unknown, step: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}
