/** What a client of Opsgenie asks for. */
export type Verb = ReadVerb | ActionVerb | "create" | "ping";
export type ReadVerb = "list" | "count" | "get" | "notes" | "logs" | "request" | "heartbeat";
/** What is done to an alert that there is. */
export type ActionVerb =
  | "delete"
  | "close"
  | "acknowledge"
  | "unacknowledge"
  | "snooze"
  | "escalate"
  | "assign"
  | "addNote"
  | "addTags"
  | "removeTags"
  | "addDetails"
  | "removeDetails"
  | "addResponder"
  | "customAction"
  | "setPriority"
  | "setMessage"
  | "setDescription";

export type Call = {
  verb: Verb;
  /** The alert, request or heartbeat that the path names; empty where version 1 names it in the body. */
  named: string;
  /** The custom action that the path names. */
  action: string;
  /** Version 1 answers after the fact, with 200. */
  version: 1 | 2;
};

type Methods = Partial<Record<string, Verb>>;

const onAlerts: Record<string, Methods> = {
  "": { POST: "create", GET: "list" },
  count: { GET: "count" },
};

const onAlert: Record<string, Methods> = {
  "": { GET: "get", DELETE: "delete" },
  close: { POST: "close" },
  acknowledge: { POST: "acknowledge" },
  unacknowledge: { POST: "unacknowledge" },
  snooze: { POST: "snooze" },
  escalate: { POST: "escalate" },
  assign: { POST: "assign" },
  notes: { POST: "addNote", GET: "notes" },
  logs: { GET: "logs" },
  tags: { POST: "addTags", DELETE: "removeTags" },
  details: { POST: "addDetails", DELETE: "removeDetails" },
  responders: { POST: "addResponder" },
  teams: { POST: "addResponder" },
  priority: { PUT: "setPriority" },
  message: { PUT: "setMessage" },
  description: { PUT: "setDescription" },
};

const onAlertVersion1: Record<string, Methods> = {
  "": { POST: "create", GET: "get", DELETE: "delete" },
  count: { GET: "count" },
  close: { POST: "close" },
  acknowledge: { POST: "acknowledge" },
  unacknowledge: { POST: "unacknowledge" },
  snooze: { POST: "snooze" },
  escalateToNext: { POST: "escalate" },
  assign: { POST: "assign" },
  note: { POST: "addNote", GET: "notes" },
  log: { GET: "logs" },
  tags: { POST: "addTags", DELETE: "removeTags" },
  details: { POST: "addDetails", DELETE: "removeDetails" },
  team: { POST: "addResponder" },
  recipient: { POST: "addResponder" },
  executeAction: { POST: "customAction" },
};

const pings: Methods = { GET: "ping", POST: "ping", PUT: "ping", PATCH: "ping" };

/** Is this a path of Opsgenie's API? Both spellings, with and without the slash at the end. */
export function isOpsgeniePath(path: string): boolean {
  return /^\/(v2\/(alerts|heartbeats)|v1\/json\/(alert|heartbeat))(\/|$)/.test(path);
}

/** What the method and the path ask for; `allowed` when another method would do, undefined when nothing is there. Pure. */
export function callOf(method: string, path: string): Call | { allowed: string[] } | undefined {
  const [first = "", second = "", ...rest] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  const found = first === "v2" ? secondVersion(second, rest) : firstVersion(rest);
  if (!found) return undefined;
  const { methods, ...names } = found;
  const verb = methods[method];
  if (!verb) return { allowed: Object.keys(methods) };
  return { verb, named: "", action: "", version: first === "v2" ? 2 : 1, ...names };
}

type Found = { methods: Methods; named?: string; action?: string };

function secondVersion(noun: string, [named = "", ...rest]: string[]): Found | undefined {
  const [part = "", action, ...more] = rest;
  if (more.length > 0) return undefined;
  if (noun === "heartbeats") return heartbeat(named, rest);
  if (action !== undefined)
    return part === "actions" ? { methods: { POST: "customAction" }, named, action } : undefined;
  const whole = part === "" ? ownEntry(onAlerts, named) : undefined;
  if (whole) return { methods: whole };
  if (named === "requests") return part === "" ? undefined : { methods: { GET: "request" }, named: part };
  // Saved searches are not served; without this line they would be an alert of this name.
  if (named === "saved-searches") return undefined;
  const methods = ownEntry(onAlert, part);
  return methods && { methods, named };
}

function heartbeat(named: string, [part = "", ...more]: string[]): Found | undefined {
  if (named === "" || more.length > 0) return undefined;
  if (part === "ping") return { methods: pings, named };
  return part === "" ? { methods: { GET: "heartbeat" }, named } : undefined;
}

/** `rest` is what follows /v1/json. */
function firstVersion([noun = "", part = "", ...more]: string[]): Found | undefined {
  if (more.length > 0) return undefined;
  if (noun === "heartbeat") return part === "send" ? { methods: pings } : undefined;
  const methods = ownEntry(onAlertVersion1, part);
  return methods && { methods };
}

const ownEntry = (table: Record<string, Methods>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
