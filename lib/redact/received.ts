const secretName = /token|secret|key|auth|password|cookie|signature/i;
const hidden = "[hidden]";

/** Set by our own server for our own pages. */
const ours = ["x-tocsin-path", "x-real-ip"];

/** Headers as they are kept: what may carry a secret is named, its value is not. `proof` is one more of these. */
export function redactHeaders(headers: Record<string, string>, proof: string | null): Record<string, string> {
  const isSecret = (name: string) => secretName.test(name) || name === proof?.toLowerCase();
  const sent = Object.entries(headers).filter(([name]) => !ours.includes(name));
  return Object.fromEntries(sent.map(([name, value]) => [name, isSecret(name) ? hidden : value]));
}

/** A query string as it is kept. */
export function redactQuery(query: string): string {
  if (!secretName.test(query)) return query;
  const parameters = new URLSearchParams(query);
  for (const name of [...parameters.keys()]) if (secretName.test(name)) parameters.set(name, hidden);
  return parameters.toString();
}

/** A path as it is kept: a key that stands in it is hidden. */
export function redactPath(path: string): string {
  return path.replace(/\/[0-9a-f]{32}(?=\/|$)/i, `/${hidden}`);
}
