import { expect, test } from "vitest";
import type { Message } from "#lib/channels/contract";
import { email } from "#lib/channels/email";
import { mailOf } from "#lib/channels/testing-requests";
import { messageOf } from "#lib/delivery/message";
import { findEvent } from "#lib/events/index";

const now = new Date("2026-11-21T10:00:00Z");
const config = email.config.parse(email.example);
const message = (type: string, more: Partial<Message> = {}): Message => ({
  ...messageOf(
    { id: "e1", type, payload: findEvent(type)?.sample(now) ?? {}, occurredAt: now },
    "https://tocsin.example",
  ),
  ...more,
});
const sent = (type: string, more: Partial<Message> = {}) =>
  mailOf(email.tell(message(type, more), { config }, {}, now));

test("a mail says what happened, and where to look", () => {
  expect(sent("incident.triggered")).toEqual({
    from: "tocsin@example.com",
    to: ["ops@example.com", "alice@example.com"],
    subject: "#412 triggered: High CPU on web-01",
    text: `#412 triggered: High CPU on web-01

Service: Checkout
Severity: critical
Urgency: high
Source: web-01
Status: triggered
Assigned to: nobody
Alerts: 1

https://tocsin.example/incidents/412
`,
    messageId: "<evt_e1@example.com>",
    thread: "<incident-01a1f6ea-5c00-7000-8000-000000000001@example.com>",
  });
});

test("an address takes the place of the recipients of the card", () => {
  const to = (address: Record<string, unknown> | undefined) =>
    mailOf(email.tell(message("incident.triggered"), { config, address }, {}, now)).to;
  expect(to({ to: "bob@example.com" })).toEqual(["bob@example.com"]);
  expect(to(undefined)).toEqual(["ops@example.com", "alice@example.com"]);
  expect(() => to({ to: "bob" })).toThrow("no e-mail address");
});

test("mails of one incident stand together, each under its own id; others stand alone", () => {
  expect(sent("incident.resolved").thread).toBe(sent("incident.triggered").thread);
  expect(sent("incident.resolved", { id: "evt_e2" }).messageId).not.toBe(sent("incident.triggered").messageId);
  expect(sent("system.user_created")).not.toHaveProperty("thread");
});

test("a title with line breaks becomes one line of a subject, and no header", () => {
  expect(sent("incident.triggered", { summary: "Disk full\r\nBcc: eve@example.com" }).subject).toBe(
    "Disk full Bcc: eve@example.com",
  );
});

test.each([
  [{ to: "ops" }, "to"],
  [{ to: Array.from({ length: 21 }, (_, at) => `a${at}@example.com`).join(",") }, "to"],
  [{ from: "Tocsin" }, "from"],
  [{ host: "https://smtp.example.com" }, "host"],
  [{ port: 0 }, "port"],
  [{ password: undefined }, "password"],
])("refuses %o", (change, field) => {
  const parsed = email.config.safeParse({ ...config, ...change });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test.each([
  [250, "delivered"],
  [421, "retry"],
  [451, "retry"],
  [452, "retry"],
  [530, "blocked"],
  [535, "blocked"],
  [550, "rejected"],
  [554, "rejected"],
  [500, "retry"],
])("%d is read as %s", (status, kind) => {
  expect(email.read?.({ status, headers: {}, body: "said" })).toMatchObject({ kind });
});
