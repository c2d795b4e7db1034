/** Setup steps with the integration's own values in place of {url}, {key} and {base}. */
export function fillSetup(setup: string, values: { url: string; key: string; base: string }): string {
  return setup.replaceAll(/\{(url|key|base)\}/g, (_, name: keyof typeof values) => values[name]);
}
