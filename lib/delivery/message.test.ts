import { expect, test } from "vitest";
import { messageOf } from "#lib/delivery/message";
import { sampleIncident } from "#lib/events/incident-snapshot";
import { testPayload } from "#lib/events/test-message";

const incident = sampleIncident(new Date("2026-11-21T09:00:00Z"), {
  snoozedUntil: "2026-11-21T12:00:00+00:00",
  assignees: [{ id: "p1", name: "Bob" }],
});
const alice = { kind: "person", id: "p0", name: "Alice" } as const;
const tool = { kind: "integration", id: "i0", name: "Alertmanager" };
const told = (type: string, actor: object, details: object = {}) =>
  messageOf(
    { id: "0199-e", type, payload: { actor, incident, details }, occurredAt: new Date("2026-11-21T10:00:00Z") },
    "https://tocsin.example",
  );

test.each([
  ["incident.triggered", tool, {}, "#412 triggered: High CPU on web-01"],
  ["incident.acknowledged", alice, {}, "#412 acknowledged by Alice: High CPU on web-01"],
  ["incident.unacknowledged", alice, {}, "#412 given back by Alice: High CPU on web-01"],
  ["incident.changed", tool, { field: "priority" }, "#412 has another priority: High CPU on web-01"],
  ["incident.resolved", tool, {}, "#412 resolved: High CPU on web-01"],
  ["incident.reopened", alice, {}, "#412 reopened by Alice: High CPU on web-01"],
  ["incident.snoozed", alice, {}, "#412 snoozed by Alice until 2026-11-21 12:00 UTC: High CPU on web-01"],
  ["incident.unsnoozed", tool, {}, "#412 needs attention again: High CPU on web-01"],
  ["incident.assigned", alice, {}, "#412 assigned to Bob: High CPU on web-01"],
  ["incident.noted", alice, { text: "On it" }, "Alice on #412: On it"],
])("%s reads like a sentence", (type, actor, details, summary) => {
  expect(told(type, actor, details).summary).toBe(summary);
});

test("the message leads to the incident and has an id without a dot", () => {
  const message = told("incident.triggered", tool);
  expect(message).toMatchObject({
    id: "evt_0199-e",
    url: "https://tocsin.example/incidents/412",
    test: false,
    occurredAt: "2026-11-21T10:00:00.000Z",
  });
});

test("a system event keeps its own summary and subject", () => {
  const payload = { actor: alice, summary: 'Integration "Ops" was deleted by Alice', subject: { id: "d1" } };
  const message = messageOf(
    { id: "e", type: "system.integration_deleted", payload, occurredAt: new Date() },
    "https://tocsin.example",
  );
  expect(message).toMatchObject({
    summary: payload.summary,
    subject: { id: "d1" },
    url: "https://tocsin.example/integrations",
  });
});

test("every text of a test says that it is one", () => {
  const now = new Date();
  const message = messageOf(
    { id: "e", type: "integration.test", payload: testPayload(alice, "e", now), occurredAt: now },
    "https://tocsin.example",
  );
  expect(message.test).toBe(true);
  expect(message.summary).toMatch(/^\[Test message\] Alice tests/);
  expect(message.incident?.title).toMatch(/^\[Test message\]/);
});

test("a payload of another release is told by what it carries", () => {
  const payload = { actor: alice, incident: { number: 7, title: "Disk full" } };
  const event = { id: "0199-e", type: "incident.exploded", payload, occurredAt: new Date("2026-11-21T10:00:00Z") };
  expect(messageOf(event, "https://tocsin.example")).toMatchObject({
    summary: "incident.exploded #7: Disk full",
    url: "https://tocsin.example/incidents/7",
  });
});
