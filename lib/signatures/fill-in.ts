const placeholder = /\{(\w+)\}/g;

/** `text` with the integration's config in place of its {names}; undefined when one of them is empty. */
export function filledIn(text: string, config: Record<string, unknown>): string | undefined {
  const isEmpty = namesIn(text).some((name) => textIn(config, name) === "");
  return isEmpty ? undefined : text.replaceAll(placeholder, (_, name: string) => textIn(config, name));
}

/** The fields of the config that `text` asks for. */
export const namesIn = (text: string): string[] => [...text.matchAll(placeholder)].map(([, name = ""]) => name);

function textIn(config: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(config, name) ? config[name] : undefined;
  return typeof value === "string" ? value.trim() : "";
}
