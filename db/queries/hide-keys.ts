const names = "routing_key|service_key|integration_key|api_?key|genie_?key|token";
const inJson = new RegExp(`("(?:${names})"\\s*:\\s*")[^"\\\\]*(?:\\\\[^][^"\\\\]*)*`, "gi");
const exactly = new RegExp(`^(?:${names})$`, "i");
const inForm = new RegExp(`(^|&)((?:${names})=)[^&]*`, "gi");
// The text of a part ends where the next boundary begins.
const inMultipart = new RegExp(
  `(name="(?:${names})"[^\\r\\n]*(?:\\r?\\n[^\\r\\n]+)*\\r?\\n\\r?\\n)[^]*?(?=\\r?\\n--|$)`,
  "gi",
);

/** A body as people see it: the integration's key that some senders write into it is not for everyone who may look. */
export function hideKeys(body: string): string {
  const shown = body.replace(inJson, "$1[hidden]");
  if (/^\s*[{[]/.test(shown)) return shown;
  return shown.startsWith("--") ? shown.replace(inMultipart, "$1[hidden]") : shown.replace(inForm, "$1$2[hidden]");
}

/** The same for a body that was parsed, whatever it was written in. */
export function hideKeysIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideKeysIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      exactly.test(name) && typeof inner !== "object" ? "[hidden]" : hideKeysIn(inner),
    ]),
  );
}
