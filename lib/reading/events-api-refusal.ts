type Refused = { status: number; message: string; problems: { path: string; message: string }[] };

/** How PagerDuty's Events APIs refuse; their clients read these bodies. Version 2 puts the names of fields in quotes. */
export function eventsApiRefusal(
  { status, message, problems }: Refused,
  named = (path: string) => `'${path}'`,
): { status: number; body: Record<string, unknown> } {
  const errors = problems.map(({ path, message }) => (path ? `${named(path)} ${message}` : message));
  const said = errors.length > 0 ? errors : [message];
  if (status !== 400) return { status, body: { status: statusWords[status] ?? "error", message, errors: said } };
  const isObject = problems.length > 0 && problems.every(({ path }) => path !== "");
  const words = isObject
    ? { status: "invalid event", message: "Event object is invalid" }
    : { status: "Unrecognized object", message: "Event object format is unrecognized" };
  return { status, body: { ...words, errors: said } };
}

const statusWords: Record<number, string> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not found",
  405: "method not allowed",
  413: "event too large",
  429: "throttle exceeded",
};
