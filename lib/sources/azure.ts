import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { readEarlierSchema } from "#lib/reading/azure-earlier-schemas";
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
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());
const config = z.object({
  tenant: z
    .string()
    .trim()
    .regex(
      /^$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      "Write the tenant ID as Entra shows it: 8-4-4-4-12 digits.",
    )
    .default("")
    .meta({
      label: "Tenant ID",
      hint: "Of the directory that signs for a secure webhook. It is needed before a signature secret can be set.",
      placeholder: "00000000-0000-0000-0000-000000000000",
    }),
});

function eventsOf(body: z.output<typeof message>): Reading {
  const schema = textAt(body, "schemaId")?.toLowerCase();
  if (schema === "azuremonitorcommonalertschema") return readCommon(body);
  const earlier = readEarlierSchema(body, schema);
  if (earlier) return earlier;
  if (schema) return { ignored: `Tocsin does not know Azure's schema "${schema.slice(0, 60)}". Use the common one.` };
  return missing("schemaId", "the schema of an Azure Monitor alert");
}

const conditions: Record<string, Action> = { fired: "trigger", resolved: "resolve" };

function readCommon(body: unknown): Reading {
  const alert = atPath(body, "data.essentials");
  // A service health event is one trouble, however many alerts it fires: each of its updates has an alertId of its own.
  const tracked = textAt(body, "data.alertContext.properties.trackingId");
  const key = tracked ?? textAt(alert, "alertId");
  if (!key) return missing("data.essentials.alertId");
  const rule = textAt(alert, "alertRule") ?? "Azure Monitor alert";
  if (isSampleRule(rule)) return testOf(rule);
  const condition = textAt(alert, "monitorCondition");
  const action = isHealthOver(body, "data.alertContext") ? "resolve" : actionIn(conditions, condition);
  if (!action) return unknownState("monitorCondition", condition);
  const event: Event = {
    action,
    dedupKey: key,
    summary: titleOf(rule, textAt(alert, "description") ?? textAt(body, "data.alertContext.properties.title")),
    severity: levelOf(atPath(alert, "severity")),
    source: textAt(alert, "configurationItems.0") ?? lastSegment(textAt(alert, "alertTargetIDs.0")),
    occurredAt: momentOf(atPath(alert, action === "resolve" ? "resolvedDateTime" : "firedDateTime")),
    links: linksOf({
      Investigation: textAt(alert, "investigationLink"),
      "Search results": textAt(body, ...searchResults),
    }),
    details: {
      description: textAt(alert, "description"),
      service: textAt(alert, "monitoringService", "monitorService"),
      signal: textAt(alert, "signalType"),
      targets: atPath(alert, "alertTargetIDs"),
      condition: atPath(body, "data.alertContext.condition"),
      properties: atPath(body, "data.alertContext.properties"),
      customProperties: atPath(body, "data.customProperties"),
    },
  };
  return { events: [event], problems: [] };
}

const searchResults = [
  "data.alertContext.condition.allOf.0.linkToSearchResultsUI",
  "data.alertContext.LinkToSearchResults",
];

/** "AzNS AAD Webhook", the app as which Azure's action groups sign in everywhere in the public cloud. */
const actionGroups = "461e8683-5575-4561-ac7f-899cc907d62a";

const setup = `
1. In the Azure portal open *Monitor → Alerts → Action groups* and choose your group, or create one.
2. Under *Actions* add an action of the type *Webhook*, paste \`{url}\` as the *URI* and set *Enable the common alert schema*
   to *Yes*. Save.
3. Give this action group to the alert rules you want to be woken by.
4. In each log search rule switch *Automatically resolve alerts* on, so that its incident is resolved too: a stateless
   rule never says that trouble is over.

*Sev0* is critical, *Sev1* error, *Sev2* warning, *Sev3* and *Sev4* info. An action of the type *Webhook* does not sign, so
the URL is the secret: give it to nobody else.

**Signed, as a secure webhook**

1. In Microsoft Entra open *App registrations*, register an app for Tocsin, and set its *Application ID URI* under *Expose
   an API*. Then let Azure's action groups sign in to it, with the script on Microsoft's page about
   [action groups](https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups), under *Secure webhook*.
2. In the settings of this integration write the app's *Directory (tenant) ID* under *Tenant ID* and save.
3. Then set the signature secret: choose to use the one the tool gave, and paste the app's *Application ID URI*
   (\`api://…\`). Where the app's manifest asks for access tokens of version 2, paste its *Application (client) ID*.
4. In the action group add an action of the type *Secure webhook* instead, choose the app as the *Object ID*, paste
   \`{url}\` as the *URI* and enable the common alert schema. Press *Test action group*: a token that is refused stands
   under Requests here, with what it should have said.

Tocsin checks the signature, the tenant, the audience, the time, and that it was Azure's action groups
(\`${actionGroups}\`) that asked for the token. The role that the script makes is not looked at: whether every such token carries it could not be
seen. Only Azure's public cloud is known.
`.trim();

const database = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/db-1";
const essentials = {
  alertId: "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.AlertsManagement/alerts/b9569717",
  alertRule: "db-1 CPU",
  severity: "Sev1",
  signalType: "Metric",
  monitoringService: "Platform",
  alertTargetIDs: [database],
  configurationItems: ["db-1"],
  firedDateTime: "2026-03-01T02:59:30.1234567Z",
  description: "More than 90 % for five minutes",
};
const metric = {
  id: `${database}/providers/microsoft.insights/metricAlerts/connections`,
  name: "db-1 connections",
  severity: "2",
  resourceName: "db-1",
  resourceId: database,
  timestamp: "2026-03-01T02:59:30.123Z",
  condition: { allOf: [{ metricName: "connections", dimensions: [{ name: "pool", value: "main" }], metricValue: 98 }] },
  portalLink: "https://portal.azure.com/#resource/db-1",
};
const classic = {
  id: `${database}/providers/microsoft.insights/alertrules/plan`,
  name: "shop plan",
  description: "CPU is high",
  conditionType: "Metric",
  condition: { metricName: "CPU Percentage", metricValue: "97", threshold: "90", operator: "GreaterThan" },
  resourceName: "plan-1",
  resourceId: database,
  timestamp: "2026-03-01T02:59:30.2011467Z",
};
const classicKey = `${classic.id}|${database}`;
const budget = {
  SubscriptionName: "Production",
  SubscriptionId: "00000000-0000-0000-0000-000000000001",
  SpendingAmount: "85",
  BudgetStartDate: "3/1/2026",
  Budget: "100",
  Unit: "EUR",
  BudgetCreator: "alice@example.com",
  BudgetName: "Monthly",
  BudgetType: "Cost",
  ResourceGroup: "shop",
  NotificationThresholdAmount: "0.8",
};
const metricKey = `${metric.id}|${database}|pool=main`;
const common = (changes: Record<string, unknown>, alertContext: Record<string, unknown> = {}) => ({
  schemaId: "azureMonitorCommonAlertSchema",
  data: { essentials: { ...essentials, ...changes }, alertContext },
});

export const azure = defineSource({
  id: "azure",
  name: "Azure Monitor",
  group: "Cloud providers",
  description: "Metric, log, activity log, service health and budget alerts of Azure's action groups.",
  signature: {
    kind: "jwt",
    keysUrl: "https://login.microsoftonline.com/common/discovery/v2.0/keys",
    // Of tokens in version 2 and 1, as the app registration asks for.
    issuers: ["https://login.microsoftonline.com/{tenant}/v2.0", "https://sts.windows.net/{tenant}/"],
    claims: [{ names: ["azp", "appid"], is: actionGroups }],
  },
  payload: message,
  config,
  events: eventsOf,
  // Firing and end have a time each. An alert id is never used again after its end, and a rule's time is that of its turn.
  occurredAtIs: "own",
  // Action groups try again after a 429 as after a 503.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A metric alert fires",
      payload: common(
        { monitorCondition: "Fired" },
        { condition: { allOf: [{ metricName: "cpu", metricValue: 97 }] } },
      ),
      becomes: [
        {
          action: "trigger",
          dedupKey: essentials.alertId,
          summary: "db-1 CPU: More than 90 % for five minutes",
          severity: "error",
          source: "db-1",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The metric alert is over",
      payload: common({ monitorCondition: "Resolved", resolvedDateTime: "2026-03-01T03:20:00Z" }),
      becomes: [{ action: "resolve", dedupKey: essentials.alertId, occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A metric alert without the common schema",
      payload: { schemaId: "AzureMonitorMetricAlert", data: { status: "Activated", context: metric } },
      becomes: [
        { action: "trigger", dedupKey: metricKey, summary: "db-1 connections", severity: "warning", source: "db-1" },
      ],
    },
    {
      title: "It is over, without the common schema",
      payload: { schemaId: "AzureMonitorMetricAlert", data: { status: "Deactivated", context: metric } },
      becomes: [{ action: "resolve", dedupKey: metricKey }],
    },
    {
      title: "A classic metric alert, which names no schema",
      payload: { status: "Activated", context: classic, properties: {} },
      becomes: [
        {
          action: "trigger",
          dedupKey: classicKey,
          summary: "shop plan: CPU is high",
          source: "plan-1",
          occurredAt: "2026-03-01T02:59:30.201Z",
        },
      ],
    },
    {
      title: "The classic metric alert is over",
      payload: { status: "Resolved", context: classic, properties: {} },
      becomes: [{ action: "resolve", dedupKey: classicKey }],
    },
    {
      title: "Most of a budget is spent, without the common schema",
      payload: { schemaId: "AIP Budget Notification", data: budget },
      becomes: [
        {
          action: "trigger",
          dedupKey: "budget:00000000-0000-0000-0000-000000000001|shop|Monthly",
          summary: "Budget Monthly: 85 of 100 EUR spent",
          severity: "warning",
          source: "shop",
        },
      ],
    },
    {
      title: "A test of the action group",
      payload: common({ alertRule: "test-metricAlertRule", monitorCondition: "Fired" }),
      becomes: [],
    },
  ],
});
