import { z } from "zod";
import { lastEntryOf, timelineOf } from "#db/queries/timeline";
import { publicUrl } from "#lib/env";
import { alertView, wholeAlertView } from "#lib/opsgenie/alert-view";
import type { ReadVerb } from "#lib/opsgenie/calls";
import type { Admitted } from "#lib/opsgenie/exchange";
import { queryOf } from "#lib/opsgenie/query";
import { readInput, unprocessable } from "#lib/opsgenie/read-input";
import { namedBy, referenceTo } from "#lib/opsgenie/reference";
import { requestStatus } from "#lib/opsgenie/request-status";
import {
  countOpsgenieAlerts,
  heartbeatNamed,
  listOpsgenieAlerts,
  type OpsgenieAlert,
  opsgenieAlertBy,
  type Sort,
  sortable,
} from "#lib/opsgenie/stored-alerts";
import { textOf } from "#lib/reading/text-of";
import { Refusal } from "#lib/refusal";

type Body = Record<string, unknown>;

/** What a client reads. Only what the integration of its key has opened is there for it. */
export const reads: Record<ReadVerb, (admitted: Admitted) => Promise<Body>> = {
  list,
  count: async ({ input, sender }) => ({
    data: { count: await countOpsgenieAlerts(sender.scope, queryOf(queryIn(input))) },
  }),
  get,
  notes,
  logs,
  request: requestStatus,
  heartbeat,
};

const mostRows = 100;
const farthest = 20_000;

const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: `should be a number from ${least} to ${most}` })
    .int()
    .min(least)
    .max(most);
const page = z.object({
  sort: z
    .enum(Object.keys(sortable), { error: `should be one of [ ${Object.keys(sortable).join(", ")} ]` })
    .default("createdAt"),
  order: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["asc", "desc"], { error: "should be one of [ asc, desc ]" }))
    .default("desc"),
  offset: whole(0, farthest).default(0),
  limit: whole(1, mostRows).default(20),
});
type Page = { sort: Sort; order: "asc" | "desc"; offset: number; limit: number };

async function list({ call, input, sender }: Admitted): Promise<Body> {
  const query = queryIn(input);
  const asked = pageIn(input);
  const alerts = await listOpsgenieAlerts(sender.scope, queryOf(query), asked);
  const data = alerts.map((alert) => alertView(alert, sender.integration));
  return call.version === 1 ? { alerts: data } : { data, paging: pagingOf(query, asked, alerts.length) };
}

// The keys of `sortable` are the sorts; zod sees them as text.
const pageIn = (input: Record<string, unknown>): Page => readInput(page, input) as Page;

function queryIn(input: Record<string, unknown>): string {
  if (textOf(input.searchIdentifier))
    throw unprocessable({ searchIdentifier: "Saved searches are not kept here; send the query itself" });
  return textOf(input.query) ?? "";
}

function pagingOf(query: string, asked: Page, got: number): Body {
  const at = (offset: number) =>
    `${publicUrl()}/v2/alerts?${new URLSearchParams({
      ...(query && { query }),
      limit: String(asked.limit),
      sort: asked.sort,
      offset: String(offset),
      order: asked.order,
    })}`;
  const next = asked.offset + asked.limit;
  return { first: at(0), ...(got === asked.limit && next <= farthest && { next: at(next) }) };
}

async function get(admitted: Admitted): Promise<Body> {
  if (admitted.call.version === 1 && !["id", "alertId", "alias", "tinyId"].some((name) => textOf(admitted.input[name])))
    return list(admitted);
  const alert = await alertIn(admitted);
  const [acknowledged, closed] = await Promise.all([
    alert.acknowledgedAt ? lastEntryOf(alert.id, "acknowledged") : undefined,
    alert.resolvedAt ? lastEntryOf(alert.id, "resolved") : undefined,
  ]);
  const view = wholeAlertView(alert, admitted.sender.integration, {
    acknowledgedBy: acknowledged?.actor.name,
    closedBy: closed?.actor.name,
  });
  return admitted.call.version === 1 ? view : { data: view };
}

async function alertIn({ call, input, sender }: Admitted): Promise<OpsgenieAlert> {
  const named = namedBy(call, input);
  const reference = referenceTo(named);
  const alert = reference && (await opsgenieAlertBy(sender.scope, reference));
  if (alert) return alert;
  throw new Refusal(
    "not_found",
    `Alert with ${named.type} [${named.identifier.slice(0, 100)}] does not exist${named.type === "alias" ? " or is closed" : ""}.`,
  );
}

async function notes(admitted: Admitted): Promise<Body> {
  const { id } = await alertIn(admitted);
  const noted = (await timelineOf(id)).filter(({ kind }) => kind === "noted");
  const data = noted.reverse().map((entry) => ({
    note: textOf(entry.details.text) ?? "",
    owner: entry.actor.name,
    createdAt: entry.at.toISOString(),
    offset: offsetOf(entry.at, entry.id),
  }));
  return admitted.call.version === 1 ? { notes: data } : { data, paging: {} };
}

async function logs(admitted: Admitted): Promise<Body> {
  const { id } = await alertIn(admitted);
  const data = (await timelineOf(id)).reverse().map((entry) => ({
    log: entry.kind.replaceAll("_", " "),
    type: "system",
    owner: entry.actor.name,
    createdAt: entry.at.toISOString(),
    offset: offsetOf(entry.at, entry.id),
  }));
  return admitted.call.version === 1 ? { logs: data } : { data, paging: {} };
}

const offsetOf = (at: Date, id: string): string => `${at.getTime()}_${id}`;

async function heartbeat({ call, sender }: Admitted): Promise<Body> {
  const found = await heartbeatNamed(sender.integration.id, call.named);
  if (!found) throw new Refusal("not_found", `Heartbeat with name [${call.named.slice(0, 100)}] does not exist.`);
  const { name, lastPingAt } = found;
  return { data: { name, description: "", enabled: true, expired: false, lastPingTime: lastPingAt.toISOString() } };
}
