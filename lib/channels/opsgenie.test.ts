import { expect, test } from "vitest";
import type { Message, Past } from "#lib/channels/contract";
import { opsgenie } from "#lib/channels/opsgenie";
import { httpOf } from "#lib/channels/testing-requests";
import { messageOf } from "#lib/delivery/message";
import { findEvent } from "#lib/events/index";

const now = new Date("2026-11-21T10:00:00Z");
const config = opsgenie.config.parse({ apiKey: "eb243592-faa2-4ba2-a551-1afdf565c889" });
const there = { ref: { alertId: "a1" } };
const alias = "tocsin:01a1f6ea-5c00-7000-8000-000000000001";

const message = (type: string, more: Partial<Message> = {}): Message => ({
  ...messageOf(
    { id: "e1", type, payload: findEvent(type)?.sample(now) ?? {}, occurredAt: now },
    "https://tocsin.example",
  ),
  ...more,
});
const sent = (type: string, past: Past = there, more: Partial<Message> = {}) => {
  const told = opsgenie.tell(message(type, more), { config }, past, now);
  const request = told && httpOf(told);
  return (
    request && {
      method: request.method,
      path: request.url.slice("https://api.opsgenie.com".length),
      body: JSON.parse(request.body),
    }
  );
};

test("an incident becomes an alert with its id as the alias", () => {
  expect(sent("incident.triggered", {})).toEqual({
    method: "POST",
    path: "/v2/alerts",
    body: {
      message: "High CPU on web-01",
      alias,
      source: "Tocsin",
      description: "#412 triggered: High CPU on web-01\nhttps://tocsin.example/incidents/412",
      entity: "web-01",
      priority: "P1",
      tags: ["Checkout", "critical"],
      details: {
        incident: "#412",
        service: "Checkout",
        severity: "critical",
        urgency: "high",
        dedup_key: "cpu/web-01",
        url: "https://tocsin.example/incidents/412",
      },
    },
  });
});

test.each([
  ["incident.acknowledged", "acknowledge"],
  ["incident.unacknowledged", "unacknowledge"],
  ["incident.resolved", "close"],
  ["incident.noted", "notes"],
  ["incident.assigned", "notes"],
])("%s is %s there, by the alias", (type, verb) => {
  expect(sent(type)).toMatchObject({
    path: `/v2/alerts/${encodeURIComponent(alias)}/${verb}?identifierType=alias`,
    body: { user: "Alice", source: "Tocsin", note: expect.stringContaining("#412") },
  });
  expect(sent(type, {}), "of what was never told there nothing is said").toBeUndefined();
});

test("texts are cut as Opsgenie counts them", () => {
  const { incident } = message("incident.triggered");
  const title = "🔥".repeat(200);
  const { body } = sent("incident.triggered", there, { ...(incident && { incident: { ...incident, title } }) }) ?? {};
  expect(Array.from(body.message)).toHaveLength(130);
});

const answered = (status: number, body: object = {}) => ({ status, headers: {}, body: JSON.stringify(body) });

test.each([
  [202, { requestId: "r1" }, { kind: "accepted", ref: { requestId: "r1" } }],
  [401, { message: "Key format is not valid!" }, { kind: "blocked" }],
  [402, {}, { kind: "blocked" }],
  [403, {}, { kind: "blocked" }],
  [422, { message: "Alias is too long" }, { kind: "rejected", why: expect.stringContaining("Alias is too long") }],
  [429, {}, { kind: "retry" }],
  [503, {}, { kind: "retry" }],
])("%d is read as %o", (status, body, verdict) => {
  expect(opsgenie.read?.(answered(status, body))).toMatchObject(verdict);
});

test("a check acknowledges an alert that there is not, so that nobody sees it", () => {
  expect(opsgenie.check?.ask(config, now)).toMatchObject({
    method: "POST",
    url: `https://api.opsgenie.com/v2/alerts/tocsin-check-${now.getTime()}/acknowledge?identifierType=alias`,
    headers: { authorization: `GenieKey ${config.apiKey}` },
  });
});

const ref = { requestId: "r1" };
test.each([
  ["while it is queued", answered(404), { kind: "accepted", ref }],
  [
    "when it is done",
    answered(200, { data: { success: true, alertId: "a1" } }),
    { kind: "delivered", ref: { alertId: "a1" } },
  ],
  [
    "when the alert is gone",
    answered(200, { data: { success: false, status: "Alert does not exist" } }),
    { kind: "stale" },
  ],
  [
    "when it was refused",
    answered(200, { data: { success: false, status: "Limit reached" } }),
    { kind: "rejected", why: expect.stringContaining("Limit reached") },
  ],
  ["when the key died meanwhile", answered(401), { kind: "blocked" }],
])("what became of a request is asked: %s", (_, response, verdict) => {
  expect(opsgenie.confirm?.ask(ref, config)).toMatchObject({
    method: "GET",
    url: "https://api.opsgenie.com/v2/alerts/requests/r1",
  });
  expect(opsgenie.confirm?.read(response, ref)).toMatchObject(verdict);
});

test.each([
  ["eu", "https://api.eu.opsgenie.com/v2/alerts"],
  ["jsm", "https://api.atlassian.com/jsm/ops/integration/v2/alerts"],
] as const)("the region %s has its own address", (endpoint, url) => {
  expect(opsgenie.tell(message("incident.triggered"), { config: { ...config, endpoint } }, {}, now)).toMatchObject({
    url,
    headers: { authorization: `GenieKey ${config.apiKey}` },
  });
});
