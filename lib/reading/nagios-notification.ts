import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isPlaceholder, isTemplate } from "#lib/reading/rendered-at";
import { textOf } from "#lib/reading/text-of";

/** What a notification of Nagios or Icinga becomes. The separator stands between host and service in the dedup key. */
export function readNotification(message: Record<string, unknown>, separator: string) {
  const notification = nagiosNotification(message);
  const { host, service, type, state, text } = notification;
  if (host === undefined)
    return isTemplate(message, ...Object.keys(message))
      ? { test: "Somebody sent the macros themselves." }
      : missing("HOSTNAME");
  if (type === undefined && state === undefined) return missing("NOTIFICATIONTYPE");
  const action = actionOfNotification(notification);
  if (typeof action !== "string") return action;
  return [
    {
      action,
      dedupKey: service === undefined ? host : `${host}${separator}${service}`,
      summary: summaryOfNotification(notification),
      severity: severityOfState(notification),
      source: host,
      occurredAt: momentOf(text("timet")),
      links: linksOf({ Notes: text("servicenotesurl") ?? text("hostnotesurl") }),
      details: detailsOf(notification),
    },
  ];
}

function detailsOf({ host, service, state, type, text }: Notification) {
  return {
    host,
    address: text("hostaddress"),
    service,
    state,
    notification: type,
    attempt: text("serviceattempt") ?? text("hostattempt"),
    author: text("notificationauthor"),
    comment: text("notificationcomment"),
    output: text("longserviceoutput") ?? text("longhostoutput"),
  };
}

/** What Nagios and Icinga tell of a host or of one of its services. */
export type Notification = {
  type: string | undefined;
  host: string | undefined;
  service: string | undefined;
  state: string | undefined;
  text(name: string): string | undefined;
};

/**
 * Reads a notification by the names of Nagios' macros, however they are written: NOTIFICATIONTYPE, notification_type,
 * NAGIOS_NOTIFICATIONTYPE and notification.type are one. A macro that was not filled in is no text.
 */
export function nagiosNotification(message: Record<string, unknown>): Notification {
  const values = new Map(Object.entries(message).map(([name, value]) => [plain(name), textOf(value)]));
  const text = (...names: string[]) =>
    names.map((name) => values.get(name)).find((value) => value !== undefined && !isPlaceholder(value));
  const service = text("servicedesc", "servicename", "service", "servicedescription");
  return {
    type: text("notificationtype", "type")?.toUpperCase(),
    host: text("hostname", "host", "hostalias", "hostdisplayname"),
    service,
    state: (service === undefined
      ? text("hoststate", "state")
      : text("servicestate", "state", "hoststate")
    )?.toUpperCase(),
    text: (name) => text(name),
  };
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/^(nagios|icinga)(?=.)/, "");

/** What a notification asks for; one without a type is judged by its state. */
export function actionOfNotification({ type, state }: Notification): Action | { ignored: string } {
  if (type === undefined) return state === "OK" || state === "UP" ? "resolve" : "trigger";
  const action = actions.get(type);
  if (action) return action;
  return { ignored: `A notification of the type "${type.slice(0, 60)}" neither opens nor ends trouble.` };
}

const actions = new Map<string, Action>([
  ["PROBLEM", "trigger"],
  ["RECOVERY", "resolve"],
  ["ACKNOWLEDGEMENT", "acknowledge"],
]);

/** The severity a state of Nagios or Icinga means. */
export function severityOfState({ state }: Notification): Severity | undefined {
  return severities.get(state ?? "");
}

const severities = new Map<string, Severity>([
  ["CRITICAL", "critical"],
  ["DOWN", "critical"],
  ["WARNING", "warning"],
  ["UNKNOWN", "error"],
  ["UNREACHABLE", "error"],
]);

/** One line: what is wrong, where, and what the check said. */
export function summaryOfNotification({ host, service, state, text }: Notification): string {
  const said = service === undefined ? text("hostoutput") : text("serviceoutput");
  const where = service === undefined ? host : `${service} on ${host}`;
  const is = state === undefined ? where : `${where} is ${state}`;
  const output = said ?? text("output");
  return output === undefined ? `${is}` : `${is}: ${output}`;
}
