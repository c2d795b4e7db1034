import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { sentry } from "#lib/sources/sentry";

const issue = { id: "77", title: "TypeError", level: "fatal", web_url: "https://example.sentry.io/issues/77/" };
const read = (body: unknown, resource?: string, config: Record<string, unknown> = {}): Reading =>
  sentry.read(body, config, {
    method: "POST",
    headers: resource ? { "sentry-hook-resource": resource, "sentry-hook-timestamp": "1772333970" } : {},
    query: new URLSearchParams(),
  });
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

describe("what happens to an issue", () => {
  test.each([
    ["created", "trigger"],
    ["unresolved", "trigger"],
    ["assigned", "acknowledge"],
    ["resolved", "resolve"],
    ["ignored", "resolve"],
    ["archived", "resolve"],
  ])("%s means %s", (action, means) => {
    expect(eventOf(read({ action, data: { issue } }, "issue"))).toMatchObject({ action: means, dedupKey: "issue:77" });
  });

  test("what Sentry may say one day is ignored, not guessed", () => {
    expect(read({ action: "not_resolved", data: { issue } }, "issue")).toHaveProperty("ignored");
  });

  test("new issues stay silent when only alert rules should page, but reopened ones do not", () => {
    const config = { newIssues: false };
    expect(read({ action: "created", data: { issue } }, "issue", config)).toHaveProperty("ignored");
    expect(eventOf(read({ action: "unresolved", data: { issue } }, "issue", config))?.action).toBe("trigger");
  });

  test("an issue reopened happened when it was reopened, not when it was last seen", () => {
    const event = eventOf(
      read({ action: "unresolved", data: { issue: { ...issue, lastSeen: "2020-01-01" } } }, "issue"),
    );
    expect(event?.occurredAt).toBe("2026-03-01T02:59:30.000Z");
  });
});

describe("levels", () => {
  test.each([
    ["fatal", "critical"],
    ["error", "error"],
    ["warning", "warning"],
    ["debug", "info"],
    ["sample", "info"],
    ["terrible", undefined],
  ])("%s is %s", (level, severity) => {
    const event = eventOf(read({ action: "created", data: { issue: { ...issue, level } } }, "issue"));
    expect(event?.severity).toBe(severity);
  });
});

test("every single error is not a page", () => {
  expect(read({ action: "created", data: { error: { issue_id: "77" } } }, "error")).toHaveProperty("ignored");
  expect(read({ action: "created", data: { comment: "hm" } }, "comment")).toHaveProperty("ignored");
});

test("without the header of the resource the body tells it", () => {
  expect(eventOf(read({ action: "resolved", data: { issue } }))?.action).toBe("resolve");
  expect(eventOf(read({ action: "triggered", data: { event: { issue_id: 77, title: "T" } } }))?.dedupKey).toBe(
    "issue:77",
  );
  expect(eventOf(read({ action: "open", data: { metric_alert: { id: 5 } } }))).toMatchObject({
    dedupKey: "metric_alert:5",
    summary: "Sentry metric alert 5",
  });
});

test("the old plugin's flat body triggers, the same error under the same key", () => {
  const body = { project_name: "shop", message: "Boom", level: "warning", url: "https://example.sentry.io/1" };
  const event = eventOf(read(body));
  expect(event).toMatchObject({ action: "trigger", summary: "Boom", severity: "warning", source: "shop" });
  expect(eventOf(read({ ...body, level: "error" }))?.dedupKey).toBe(event?.dedupKey);
});

test("an issue without an id is refused with the place", () => {
  expect(read({ action: "created", data: { issue: {} } }, "issue")).toMatchObject({
    unreadable: [{ path: "data.issue.id" }],
  });
});
