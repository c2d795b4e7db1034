import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { webhook } from "#lib/sources/webhook";

const eventsOf = (reading: Reading): Event[] => ("events" in reading ? reading.events : []);
const first = (body: unknown, config: Record<string, unknown> = {}) => eventsOf(webhook.read(body, config))[0];

const doc004 = {
  summaryField: "alert.title",
  severityField: "level",
  dedupKeyField: "alert_id",
  actionField: "status",
  triggerValues: ["fired", "alert"],
  resolveValues: ["ok", "resolved"],
};

describe("with the mapping of document 004", () => {
  const alert = { alert: { title: "Disk full" }, level: "high", alert_id: "a-1", status: "fired" };
  test.each<[title: string, changes: Record<string, unknown>, expected: Partial<Event>]>([
    ["a trigger", {}, { action: "trigger", dedupKey: "a-1", summary: "Disk full", severity: "critical" }],
    ["a resolve", { status: "ok" }, { action: "resolve", dedupKey: "a-1" }],
    ["values in any case", { status: "RESOLVED" }, { action: "resolve" }],
    ["an acknowledge in the usual words", { status: "acknowledged" }, { action: "acknowledge" }],
    ["no action at all", { status: undefined }, { action: "trigger" }],
    ["a key that is a number", { alert_id: 7 }, { dedupKey: "7" }],
    ["a key that is false", { alert_id: false }, { dedupKey: "false" }],
    ["a severity nobody knows", { level: "purple" }, { severity: undefined }],
  ])("%s", (_, changes, expected) => expect({ ...first({ ...alert, ...changes }, doc004) }).toMatchObject(expected));

  test.each(["unresolved", "not ok", "broken", "ok?", "resolved_at", "firedd"])(
    "%s is in neither list: ignored, and it says why",
    (status) => {
      expect(webhook.read({ ...alert, status }, doc004)).toEqual({
        ignored: expect.stringContaining(`"${status}" of status`),
      });
    },
  );

  test("a field that is not where the mapping says is noted, and the alert still comes through", () => {
    const reading = webhook.read({ title: "Disk full", status: "fired" }, doc004);
    expect(eventsOf(reading)[0]).toMatchObject({
      action: "trigger",
      summary: "Disk full",
      dedupKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(reading).toHaveProperty("problems", [
      "There was no summary at alert.title.",
      "There was no severity at level.",
      "There was no dedup key at alert_id.",
    ]);
  });
});

describe("without a mapping", () => {
  test.each<[body: Record<string, unknown>, expected: Partial<Event>]>([
    [{ title: "Down" }, { action: "trigger", summary: "Down" }],
    [{ summary: "Down", title: "x" }, { summary: "Down" }],
    [{ message: "Down" }, { summary: "Down" }],
    [{ alert: { name: "Down" } }, { summary: "Down" }],
    [{ title: "Down", status: "resolved" }, { action: "resolve" }],
    [{ title: "Down", state: "OK" }, { action: "resolve" }],
    [{ title: "Down", status: "unresolved" }, { action: "trigger" }],
    [{ title: "Down", status: "not ok" }, { action: "trigger" }],
    [
      { title: "Broken pipe", status: "slow" },
      { action: "trigger", severity: undefined },
    ],
    [{ title: "Down", status: 500 }, { action: "trigger" }],
    [{ title: "Down", severity: "high" }, { severity: "critical" }],
    [{ title: "Down", level: "low" }, { severity: "info" }],
    [
      { title: "Down", host: "db-1", url: "https://x.example.com" },
      { source: "db-1", links: [{ href: "https://x.example.com" }] },
    ],
    [{ title: "Down", timestamp: 1772330370 }, { occurredAt: "2026-03-01T01:59:30.000Z" }],
    [{ title: "Down", id: "message-17" }, { dedupKey: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  ])("%j", (body, expected) => expect({ ...first(body) }).toMatchObject(expected));

  test("without a key, summary and source are the key, and the recovery finds it", () => {
    const key = first({ title: "Down", host: "db-1", status: "firing" })?.dedupKey;
    expect(first({ title: "Down", host: "db-1", status: "ok" })?.dedupKey).toBe(key);
    expect(first({ title: "Down", host: "db-2" })?.dedupKey).not.toBe(key);
  });

  test.each([[{ foo: "bar" }], [{ title: "" }], [{ title: { text: "nested" } }], [[{ foo: 1 }]]])(
    "%j has no summary: refused, and it says what to set",
    (body) => {
      expect(webhook.read(body, {})).toHaveProperty(
        "unreadable.0.message",
        expect.stringMatching(/Set the summary field/),
      );
    },
  );

  test("the whole body is kept as details", () => {
    expect(first({ title: "Down", extra: { a: [1] } })?.details).toEqual({ title: "Down", extra: { a: [1] } });
  });
});

describe("paths", () => {
  test.each([
    ["a.b[0].c", { a: { b: [{ c: "Down" }] } }],
    ["a.b.0.c", { a: { b: [{ c: "Down" }] } }],
    ["[0].c", { 0: { c: "Down" } }],
    ["a", { a: "Down" }],
    [" a.b ", { a: { b: "Down" } }],
  ])("%s", (summaryField, body) => expect(first(body, { summaryField })?.summary).toBe("Down"));

  test.each(["constructor.name", "__proto__.x", "toString", "a..b.length"])(
    "%s reaches nothing that was not sent",
    (summaryField) => {
      expect(first({ title: "Down", a: { b: "x" } }, { summaryField })?.summary).toBe("Down");
    },
  );
});

describe("JSONPath", () => {
  test.each(["$.alert.title", "$['alert']['title']", '$["alert"].title', "$.alert['title']"])("%s", (summaryField) =>
    expect(first({ alert: { title: "Down" }, title: "x" }, { summaryField })?.summary).toBe("Down"),
  );

  test.each(["$.items[*].name", "$..name", "items[?(@.a)].name", "items[-1]", "alert["])(
    "%s is refused when it is saved, and says what is supported",
    (summaryField) => {
      const parsed = webhook.config?.safeParse({ summaryField });
      expect(parsed?.error?.issues).toEqual([
        expect.objectContaining({ path: ["summaryField"], message: expect.stringMatching(/\. .*|\.$/) }),
      ]);
    },
  );

  test("one that was saved before it was refused is left out, and no alert is lost over it", () => {
    const config = { summaryField: "items[*].name", dedupKeyField: "key" };
    expect(first({ title: "Down", key: "k" }, config)).toMatchObject({ summary: "Down", dedupKey: "k" });
  });

  test("$ as items field is a body that is a list", () => {
    expect(eventsOf(webhook.read([{ title: "A" }, { title: "B" }], { itemsField: "$" }))).toHaveLength(2);
  });
});

describe("a summary template", () => {
  const body = { alert: { title: "Disk full" }, host: "db-1", title: "other" };
  const read = (config: Record<string, unknown>) => {
    const reading = webhook.read(body, config);
    return [eventsOf(reading)[0]?.summary, "problems" in reading && reading.problems];
  };

  test.each<[config: Record<string, unknown>, summary: string, problems: string[]]>([
    [{ summaryTemplate: "{{alert.title}} on {{host}}", summaryField: "title" }, "Disk full on db-1", []],
    [{ summaryTemplate: "{{alert.title}} on {{host}}", summaryField: "gone" }, "Disk full on db-1", []],
    [
      { summaryTemplate: "{{alert.title}} on {{node}}" },
      "Disk full on",
      ["There was nothing at node for the summary."],
    ],
    [
      { summaryTemplate: "{{a}} {{b}}", summaryField: "alert.title" },
      "Disk full",
      ["There was nothing at a for the summary.", "There was nothing at b for the summary."],
    ],
    [{ summaryTemplate: "Something is down" }, "Something is down", []],
  ])("%j", (config, summary, problems) => expect(read(config)).toEqual([summary, problems]));

  test("is refused when it is saved and cannot be filled", () => {
    expect(webhook.config?.safeParse({ summaryTemplate: "{{title} x" }).error?.issues[0]?.path).toEqual([
      "summaryTemplate",
    ]);
    expect(webhook.config?.safeParse({ summaryTemplate: "x".repeat(501) }).success).toBe(false);
  });

  test("is filled from each part of a list", () => {
    const reading = webhook.read(
      { alerts: [{ name: "A" }, { name: "B" }] },
      { itemsField: "$.alerts", summaryTemplate: "{{name}} is down" },
    );
    expect(eventsOf(reading).map(({ summary }) => summary)).toEqual(["A is down", "B is down"]);
  });
});

describe("a fixed severity", () => {
  test("wins over what the request says, and nothing is noted as missing", () => {
    const reading = webhook.read({ title: "Down" }, { severityField: "level", fixedSeverity: "warning" });
    expect(reading).toEqual({ events: [expect.objectContaining({ severity: "warning" })], problems: [] });
    expect(first({ title: "Down", severity: "critical" }, { fixedSeverity: "info" })?.severity).toBe("info");
  });

  test("left empty, the request is asked", () => {
    expect(first({ title: "Down", severity: "critical" }, { fixedSeverity: "" })?.severity).toBe("critical");
  });

  test("is one of the four", () => {
    expect(webhook.config?.safeParse({ fixedSeverity: "purple" }).success).toBe(false);
  });
});

describe("several alerts in one request", () => {
  const config = { itemsField: "alerts", summaryField: "name" };

  test("a list under the items field, one broken", () => {
    const reading = webhook.read({ alerts: [{ name: "A" }, 7, { name: "B", status: "ok" }] }, config);
    expect(eventsOf(reading).map(({ action, summary }) => [action, summary])).toEqual([
      ["trigger", "A"],
      ["resolve", "B"],
    ]);
    expect(reading).toHaveProperty("problems", ["alerts.1: This should be a JSON object."]);
  });

  test("a body that is a list needs no items field", () => {
    expect(eventsOf(webhook.read([{ title: "A" }, { title: "B" }], {}))).toHaveLength(2);
  });

  test("an empty list is ignored", () => {
    expect(webhook.read({ alerts: [] }, config)).toHaveProperty("ignored");
  });

  test("no list where one should be is refused with the path", () => {
    expect(webhook.read({ name: "A" }, config)).toHaveProperty("unreadable.0.path", "alerts");
  });
});

describe("lists of values left empty", () => {
  test.each<[config: Record<string, unknown>, status: string, action: string]>([
    [{ actionField: "status", resolveValues: ["gone"] }, "gone", "resolve"],
    [{ actionField: "status", resolveValues: ["gone"] }, "ok", "trigger"],
    [{ actionField: "status", triggerValues: ["bad"] }, "ok", "resolve"],
    [{ actionField: "status", triggerValues: ["ok"] }, "ok", "trigger"],
    [{ actionField: "status" }, "anything", "trigger"],
    [{ actionField: "status", acknowledgeValues: ["seen"] }, "seen", "acknowledge"],
    [{ actionField: "status", triggerValues: "fired, bad", resolveValues: "fine" }, "bad", "trigger"],
    [{ actionField: "status", triggerValues: "", resolveValues: " , " }, "ok", "resolve"],
  ])("%j reads %s as %s", (config, status, action) => {
    expect(first({ title: "Down", status }, config)?.action).toBe(action);
  });
});
