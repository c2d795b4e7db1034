const names = "routing_key|service_key|integration_key|api_?key|genie_?key|token";
const inJson = new RegExp(`("(?:${names})"\\s*:\\s*")[^"\\\\]*(?:\\\\[^][^"\\\\]*)*`, "gi");
const inForm = new RegExp(`(^|&)((?:${names})=)[^&]*`, "gi");

/** A body as people see it: the integration's key that some senders write into it is not for everyone who may look. */
export function hideKeys(body: string): string {
  const shown = body.replace(inJson, "$1[hidden]");
  return /^\s*[{[]/.test(shown) ? shown : shown.replace(inForm, "$1$2[hidden]");
}
