import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import {
  actionIn,
  isHealthOver,
  isSampleRule,
  lastSegment,
  levelOf,
  testOf,
  titleOf,
  unknownState,
} from "#lib/reading/azure-words";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";

/**
 * What Azure sends where the common schema is not enabled. `schema` is the schemaId in lower case; classic metric alerts have
 * none. Undefined for anything else.
 */
export function readEarlierSchema(body: unknown, schema: string | undefined) {
  if (schema === "azuremonitormetricalert") return readMetric(atPath(body, "data"));
  if (schema === "microsoft.insights/activitylogs") return readActivity(body);
  if (schema === "aip budget notification") return readBudget(atPath(body, "data"));
  const log = textAt(body, "data.AlertRuleName") ? atPath(body, "data") : body;
  if (textAt(log, "AlertRuleName")) return readLog(log);
  if (schema !== undefined) return undefined;
  if (textAt(body, "context.newCapacity")) return { ignored: "Azure scaled a resource, which is no trouble." };
  return textAt(body, "status") && textAt(body, "context.id") ? readMetric(body) : undefined;
}

type Event = {
  action: Action;
  dedupKey: string;
  summary: string;
  severity: Severity | undefined;
  source: string | undefined;
  occurredAt?: string | undefined;
  links?: ReturnType<typeof linksOf>;
  details: Record<string, unknown>;
};

const only = (event: Event) => ({ events: [event], problems: [] });

const metricStatuses: Record<string, Action> = { activated: "trigger", deactivated: "resolve", resolved: "resolve" };

/** A metric alert, also a classic one, which has at the top what the later ones have in `data`. */
function readMetric(data: unknown) {
  const alert = atPath(data, "context");
  const id = textAt(alert, "id");
  if (!id) return missing("data.context.id");
  const name = textAt(alert, "name") ?? "Azure metric alert";
  if (isSampleRule(name)) return testOf(name);
  const status = textAt(data, "status");
  const action = actionIn(metricStatuses, status);
  if (!action) return unknownState("status", status);
  const resource = textAt(alert, "resourceId");
  return only({
    action,
    dedupKey: [id, resource, ...dimensionsIn(alert)].filter(Boolean).join("|"),
    summary: titleOf(name, textAt(alert, "description")),
    severity: levelOf(atPath(alert, "severity")),
    source: textAt(alert, "resourceName") ?? lastSegment(resource),
    occurredAt: momentOf(atPath(alert, "timestamp")),
    links: linksOf({ "Azure portal": textAt(alert, "portalLink") }),
    details: {
      description: textAt(alert, "description"),
      condition: atPath(alert, "condition"),
      resource,
      properties: atPath(data, "properties"),
    },
  });
}

function dimensionsIn(alert: unknown): string[] {
  const criteria = atPath(alert, "condition.allOf");
  if (!Array.isArray(criteria)) return [];
  const dimensions = criteria.flatMap((criterion) => atPath(criterion, "dimensions") ?? []);
  return dimensions.flatMap((dimension) => {
    const name = textAt(dimension, "name");
    return name ? [`${name}=${textAt(dimension, "value") ?? ""}`] : [];
  });
}

/** A log alert. It never says that it is over. */
function readLog(alert: unknown) {
  const rule = textAt(alert, "AlertRuleName") ?? "Azure log alert";
  if (isSampleRule(rule)) return testOf(rule);
  const place = [textAt(alert, "SubscriptionId"), rule, textAt(alert, "WorkspaceId")];
  return only({
    action: "trigger",
    dedupKey: place.filter(Boolean).join("|"),
    summary: titleOf(rule, textAt(alert, "Description")),
    severity: levelOf(atPath(alert, "Severity")),
    source: textAt(alert, "AffectedConfigurationItems.0") ?? rule,
    occurredAt: momentOf(atPath(alert, "SearchIntervalEndtimeUtc")),
    links: linksOf({ "Search results": textAt(alert, "LinkToSearchResults") }),
    details: {
      description: textAt(alert, "Description"),
      query: textAt(alert, "SearchQuery"),
      results: textAt(alert, "ResultCount"),
      threshold: textAt(alert, "AlertThresholdValue"),
    },
  });
}

/** An activity log or service health alert. */
function readActivity(body: unknown) {
  const entry = atPath(body, "data.context.activityLog");
  const key = textAt(entry, "properties.trackingId", "correlationId");
  if (!key) return missing("data.context.activityLog.correlationId");
  const operation = textAt(entry, "operationName", "eventSource") ?? "Azure activity log";
  return only({
    action: isHealthOver(body, "data.context.activityLog") ? "resolve" : "trigger",
    dedupKey: key,
    summary: titleOf(operation, textAt(entry, "properties.title", "description", "properties.statusMessage")),
    severity: levelOf(atPath(entry, "level")),
    source: lastSegment(textAt(entry, "resourceId")) ?? textAt(entry, "properties.service"),
    occurredAt: momentOf(atPath(entry, "eventTimestamp")),
    details: {
      status: textAt(entry, "status"),
      caller: textAt(entry, "caller"),
      resource: textAt(entry, "resourceId"),
      properties: atPath(entry, "properties"),
    },
  });
}

/** A budget of which so much is spent. It never says that it is over; the shares of one budget are one trouble. */
function readBudget(budget: unknown) {
  const name = textAt(budget, "BudgetName");
  if (!name) return missing("data.BudgetName");
  const place = [textAt(budget, "SubscriptionId", "SubscriptionName"), textAt(budget, "ResourceGroup"), name];
  const [spent, allowed] = [textAt(budget, "SpendingAmount"), textAt(budget, "Budget")];
  const unit = textAt(budget, "Unit") ?? "";
  const amount = spent && allowed ? `${spent} of ${allowed} ${unit} spent`.replaceAll("  ", " ") : undefined;
  return only({
    action: "trigger",
    dedupKey: `budget:${place.filter(Boolean).join("|")}`,
    summary: titleOf(`Budget ${name}`, amount),
    severity: Number(spent) >= Number(allowed) ? "error" : "warning",
    source: textAt(budget, "ResourceGroup", "SubscriptionName") ?? name,
    details: {
      subscription: textAt(budget, "SubscriptionName"),
      type: textAt(budget, "BudgetType"),
      threshold: textAt(budget, "NotificationThresholdAmount"),
      since: textAt(budget, "BudgetStartDate"),
      creator: textAt(budget, "BudgetCreator"),
    },
  });
}
