import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import type { Message } from "#lib/channels/contract";
import { httpOf } from "#lib/channels/testing-requests";
import { signatureHeaders, webhook } from "#lib/channels/webhook";
import { authority, clientCertificate, clientKey, serverKey } from "#lib/net/testing-certificates";

const now = new Date();
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const message: Message = {
  id: "evt_0199aa",
  type: "incident.triggered",
  test: false,
  summary: "#412 triggered: High CPU on web-01",
  occurredAt: "2024-01-23T10:30:00.000Z",
  actor: { kind: "integration", id: "i1", name: "Alertmanager" },
  details: {},
  incident: {
    id: "inc_abc123",
    number: 412,
    title: "High CPU on web-01",
    status: "triggered",
    severity: "critical",
    urgency: "high",
    source: "web-01",
    dedupKey: "cpu",
    service: { id: "svc_xyz", name: "Web Application" },
    assignees: [{ id: "usr_123", name: "Jane Doe" }],
    alertCount: 3,
    openedAt: "2024-01-23T10:30:00.000Z",
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [],
  },
  url: "https://tocsin.example/incidents/412",
};

function sent(config: Record<string, unknown>, what: Message = message) {
  const request = httpOf(webhook.tell(what, { config: { url: "https://a.example/x", ...config } }, {}, now));
  if (!request) throw new Error("no request");
  return request;
}

describe("the signature", () => {
  test("is that of the known Standard Webhooks vector", () => {
    const headers = signatureHeaders(
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      '{"test": 2432232314}',
      secret,
      new Date(1_614_265_330_000),
    );
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    expect(headers["webhook-timestamp"]).toBe("1614265330");
  });

  test("is accepted by the reference library, and not when the body was changed", () => {
    const { headers, body } = sent({ secret });
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  });

  test("comes in plain hex too", () => {
    const { headers, body } = sent({ secret: "any text" });
    const expected = createHmac("sha256", "any text").update(`${headers["webhook-timestamp"]}.${body}`).digest("hex");
    expect(headers["x-tocsin-signature"]).toBe(`sha256=${expected}`);
  });

  test("is left out without a secret, the id is not", () => {
    const { headers } = sent({});
    expect(headers).toMatchObject({ "webhook-id": "evt_0199aa", "idempotency-key": "evt_0199aa" });
    expect(headers["webhook-signature"]).toBeUndefined();
  });
});

describe("the payload", () => {
  test("is that of document 004, and more", () => {
    expect(JSON.parse(sent({}).body)).toMatchObject({
      event: "incident.triggered",
      timestamp: "2024-01-23T10:30:00.000Z",
      incident: {
        id: "inc_abc123",
        title: "High CPU on web-01",
        status: "OPEN",
        urgency: "HIGH",
        service: { id: "svc_xyz", name: "Web Application" },
        assignee: { id: "usr_123", name: "Jane Doe" },
        url: "https://tocsin.example/incidents/412",
        number: 412,
        severity: "critical",
        alertCount: 3,
      },
      id: "evt_0199aa",
      test: false,
    });
  });

  test("names nobody as assignee with null", () => {
    const { incident } = message;
    expect(
      JSON.parse(sent({}, { ...message, ...(incident && { incident: { ...incident, assignees: [] } }) }).body).incident
        .assignee,
    ).toBeNull();
  });

  test("carries the text of a note", () => {
    expect(JSON.parse(sent({}, { ...message, type: "incident.noted", details: { text: "On it" } }).body).note).toBe(
      "On it",
    );
  });

  test("comes as an array or in lines on request", () => {
    expect(JSON.parse(sent({ format: "array" }).body)).toHaveLength(1);
    expect(sent({ format: "ndjson" })).toMatchObject({
      body: expect.stringMatching(/^\{.*\}\n$/),
      headers: { "content-type": "application/x-ndjson" },
    });
  });
});

test("method, headers, timeouts and TLS are as configured", () => {
  const config = {
    method: "PUT",
    headers: { Authorization: "Bearer x" },
    requestTimeoutSeconds: 3,
    connectTimeoutSeconds: 4,
    verifyTls: false,
    caCertificate: authority,
    clientCertificate,
    clientKey,
  };
  expect(sent(config)).toMatchObject({
    method: "PUT",
    headers: { Authorization: "Bearer x", "user-agent": "Tocsin" },
    requestTimeoutMs: 3_000,
    connectTimeoutMs: 4_000,
    tls: { verify: false, ca: authority.trim(), cert: clientCertificate.trim(), key: clientKey.trim() },
  });
});

test.each([
  ["a host header", { headers: [{ name: "Host", value: "x" }] }, "headers"],
  ["a content-length header", { headers: [{ name: "Content-Length", value: "1" }] }, "headers"],
  ["a webhook- header", { headers: { "Webhook-Id": "x" } }, "headers"],
  ["a header value with a line break", { headers: [{ name: "X-A", value: "a\r\nX-B: c" }] }, "headers"],
  ["a header name with a space", { headers: [{ name: "X A", value: "a" }] }, "headers"],
  ["a relative address", { url: "/alerts" }, "url"],
  ["an address of another kind", { url: "ftp://a.example" }, "url"],
  ["a password in the address", { url: "https://me:secret@a.example" }, "url"],
  ["no time at all", { requestTimeoutSeconds: 0 }, "requestTimeoutSeconds"],
  ["a client certificate without its key", { clientCertificate }, "clientKey"],
])("refuses %s", (_, wrong, field) => {
  const { error } = webhook.config.safeParse({ url: "https://a.example", ...wrong });
  expect(error?.issues[0]?.path[0]).toBe(field);
});

test.each([
  ["a CA certificate that is none", { caCertificate: "hello" }, ["caCertificate"]],
  ["a key that does not belong to the certificate", { clientCertificate, clientKey: serverKey }, ["clientCertificate"]],
  ["nothing when all is well", { caCertificate: authority, clientCertificate, clientKey }, []],
])("finds, when saved, %s", (_, config, fields) => {
  expect(Object.keys(webhook.problems({ url: "https://a.example", ...config }))).toEqual(fields);
});
