/** A config as a form shows it: a list of texts is one line, its values parted by commas. */
export function listsAsText(config: Record<string, unknown>): Record<string, unknown> {
  const isListOfTexts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((each) => typeof each === "string");
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, isListOfTexts(value) ? value.join(", ") : value]),
  );
}
