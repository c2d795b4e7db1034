import { describe, expect, test } from "vitest";
import { azure } from "#lib/sources/azure";
import type { Event, Reading } from "#lib/sources/contract";

const common = (essentials: Record<string, unknown>, alertContext: Record<string, unknown> = {}) => ({
  schemaId: "azureMonitorCommonAlertSchema",
  data: { essentials: { alertId: "a-1", alertRule: "rule", monitorCondition: "Fired", ...essentials }, alertContext },
});
const metric = (status: string, dimensions: unknown[] = []) => ({
  schemaId: "AzureMonitorMetricAlert",
  data: { status, context: { id: "r", resourceId: "/db", condition: { allOf: [{ dimensions, metricValue: 1 }] } } },
});
const activity = (entry: Record<string, unknown>) => ({
  schemaId: "Microsoft.Insights/activityLogs",
  data: { status: "Activated", context: { activityLog: entry } },
});
const read = (body: unknown) => azure.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

describe("severities", () => {
  test.each([
    ["Sev0", "critical"],
    ["Sev1", "error"],
    ["sev2", "warning"],
    ["Sev3", "info"],
    ["Sev4", "info"],
    ["Sev5", undefined],
    [0, "critical"],
    ["2", "warning"],
    ["Warning", "warning"],
    [undefined, undefined],
  ])("%s is %s", (severity, means) => expect(eventOf(read(common({ severity })))?.severity).toBe(means));
});

describe("the common schema", () => {
  test("a condition nobody knows is ignored", () => {
    expect(read(common({ monitorCondition: "Unresolved" }))).toHaveProperty("ignored");
  });

  test("without configuration items the source is the last part of the target", () => {
    expect(eventOf(read(common({ alertTargetIDs: ["/subscriptions/1/vm/web-1"] })))?.source).toBe("web-1");
  });

  test("a rule whose name only begins with test still wakes people", () => {
    expect(eventOf(read(common({ alertRule: "test-environment is down" })))?.action).toBe("trigger");
  });

  test("updates of a service health event are one trouble, and it ends when it says so", () => {
    const update = (alertId: string, stage: string) =>
      eventOf(read(common({ alertId }, { properties: { trackingId: "T-1", stage, title: "Storage in West Europe" } })));
    expect(update("a-1", "Active")).toMatchObject({
      action: "trigger",
      dedupKey: "T-1",
      summary: "rule: Storage in West Europe",
    });
    expect(update("a-2", "Resolved")).toMatchObject({ action: "resolve", dedupKey: "T-1" });
  });
});

describe("the older schemas", () => {
  test("a metric alert is known by rule, resource and dimensions, never by its value", () => {
    const dimensions = [{ name: "disk", value: "C:" }];
    expect(eventOf(read(metric("Activated", dimensions)))).toMatchObject({
      action: "trigger",
      dedupKey: "r|/db|disk=C:",
    });
    expect(eventOf(read(metric("Resolved", dimensions)))).toMatchObject({
      action: "resolve",
      dedupKey: "r|/db|disk=C:",
    });
    expect(eventOf(read(metric("Deactivated")))).toMatchObject({ action: "resolve", dedupKey: "r|/db" });
  });

  test.each([
    ["bare", (alert: object) => alert],
    ["enveloped", (data: object) => ({ schemaId: "Microsoft.Insights/LogAlert", data })],
  ])("a log alert is read %s", (_, wrapped) => {
    const alert = { SubscriptionId: "s", AlertRuleName: "Errors", WorkspaceId: "w", SearchQuery: "x", Severity: "1" };
    expect(eventOf(read(wrapped(alert)))).toMatchObject({
      action: "trigger",
      dedupKey: "s|Errors|w",
      summary: "Errors",
      severity: "error",
    });
  });

  test("an activity log entry is known by its correlation, a service health event by its tracking", () => {
    expect(
      eventOf(read(activity({ correlationId: "c", level: "Warning", operationName: "Delete", resourceId: "/x/vm-1" }))),
    ).toMatchObject({ action: "trigger", dedupKey: "c", severity: "warning", summary: "Delete", source: "vm-1" });
    expect(
      eventOf(read(activity({ correlationId: "c", properties: { trackingId: "T-1", stage: "Resolved" } }))),
    ).toMatchObject({ action: "resolve", dedupKey: "T-1" });
  });
});

test("a schema of the future is ignored with its name", () => {
  expect(read({ schemaId: "azureMonitorNext", data: {} })).toMatchObject({
    ignored: expect.stringContaining("azuremonitornext"),
  });
});
