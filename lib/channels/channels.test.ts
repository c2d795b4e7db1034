import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Message } from "#lib/channels/contract";
import { channels } from "#lib/channels/index";
import { fieldsOf } from "#lib/forms/fields-of";
import { secretTexts } from "#lib/forms/secret-fields";

const now = new Date("2026-11-21T10:00:00Z");

const incidentMessage: Message = {
  id: "evt_1",
  type: "incident.triggered",
  test: false,
  summary: "#412 triggered: High CPU on web-01",
  occurredAt: "2026-11-21T09:59:59Z",
  actor: { kind: "integration", id: "i1", name: "Alertmanager" },
  details: {},
  incident: {
    id: "0199",
    number: 412,
    title: "High CPU on web-01 \u{1f525} <b>&",
    status: "triggered",
    severity: "critical",
    urgency: "high",
    source: "web-01",
    dedupKey: "cpu/web-01",
    service: { id: "s1", name: "Web" },
    assignees: [],
    alertCount: 1,
    openedAt: "2026-11-21T09:59:59Z",
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [{ href: "https://prometheus.example/graph" }],
  },
  url: "https://tocsin.example/incidents/412",
};
const { incident: _, ...withoutIncident } = incidentMessage;
const systemMessage: Message = {
  ...withoutIncident,
  type: "system.integration_broken",
  summary: "Webhook was disabled",
  subject: { id: "d1", name: "Webhook" },
};
const testMessage: Message = {
  ...incidentMessage,
  type: "integration.test",
  test: true,
  summary: "[Test message] It works",
};

test("every channel in this folder is registered", () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !["contract.ts", "index.ts"].includes(file),
  );
  expect(channels.map((channel) => `${channel.id}.ts`).toSorted()).toEqual(files.toSorted());
});

describe.each(channels)("$id", (channel) => {
  const config = channel.config.parse(channel.example);

  test("has an example that it accepts, also after it was stored", () => {
    expect(channel.config.parse(config)).toEqual(config);
    expect(JSON.parse(JSON.stringify(config))).toEqual(
      JSON.parse(JSON.stringify(channel.config.parse(JSON.parse(JSON.stringify(config))))),
    );
  });

  test("has a form in which every field has a label", () => {
    expect(fieldsOf(channel.config).length).toBeGreaterThan(0);
  });

  test.each([incidentMessage, systemMessage, testMessage])("makes requests of $type that can be sent", (message) => {
    const requests = channel.requests(message, config, now);
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      expect(URL.canParse(request.url)).toBe(true);
      for (const [name, value] of Object.entries(request.headers))
        expect(() => new Headers([[name, value]])).not.toThrow();
      if (/json$/.test(request.headers["content-type"] ?? ""))
        expect(() =>
          request.body
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
        ).not.toThrow();
    }
  });

  test("says the same when asked twice", () => {
    expect(channel.requests(incidentMessage, config, now)).toEqual(channel.requests(incidentMessage, config, now));
  });

  test("shows a target without secrets", () => {
    const target = channel.target(config);
    expect(target).not.toBe("");
    for (const secret of secretTexts(channel.config, config)) expect(target).not.toContain(secret);
  });

  test("refuses an empty config with the field that is missing", () => {
    const { success, error } = channel.config.safeParse({});
    expect(success).toBe(false);
    for (const { path } of error?.issues ?? []) expect(Object.keys(channel.config.shape)).toContain(path[0]);
  });
});
