import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Channel, HttpRequest, Message, Request, SmtpRequest } from "#lib/channels/contract";
import { channels } from "#lib/channels/index";
import { type Vendor, vendors } from "#lib/channels/testing-vendors";
import { messageOf } from "#lib/delivery/message";
import { sampleActor } from "#lib/events/contract";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";
import { events } from "#lib/events/index";
import { testEventType, testPayload } from "#lib/events/test-message";
import { secretTexts } from "#lib/forms/secret-fields";

const now = new Date("2026-11-21T10:00:00Z");
const base = "https://tocsin.example";
const id = "01a1f6ea-5c00-7000-8000-00000000000e";
const endless = "🔥 long ".repeat(8_000);
const hostile = `${'🔥 <b>&amp; "quoted" \\ 100 %\u0007\n'.repeat(250)}end`;

const samples: Message[] = [
  ...events.map((event) => messageOf({ id, type: event.id, payload: event.sample(now), occurredAt: now }, base)),
  messageOf({ id, type: testEventType, payload: testPayload(sampleActor, id, now), occurredAt: now }, base),
];
const withTexts = (text: string) =>
  samples.map(
    (message): Message => ({
      ...message,
      summary: text,
      actor: { ...message.actor, name: text },
      details: { ...message.details, ...("text" in message.details && { text }) },
      ...(message.incident && { incident: withText(message.incident, text) }),
    }),
  );
const withText = (incident: IncidentSnapshot, text: string): IncidentSnapshot => ({
  ...{ ...incident, title: text, source: text, dedupKey: text, service: { ...incident.service, name: text } },
  links: Array.from({ length: 30 }, () => ({ href: `https://example.com/${encodeURI(text.slice(0, 1_000))}`, text })),
});
const lengthOf = (text: string) => Array.from(text).length;

const groupOf = (type: string) => events.find((event) => event.id === type)?.group;
const isCarriedBy =
  ({ carries }: Channel) =>
  ({ type }: Message) => {
    const group = groupOf(type);
    return group === undefined || !carries || carries.includes(group);
  };

test("every channel in this folder is registered", () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => /^(?!testing-)[a-z-]+\.ts$/.test(file) && !["contract.ts", "index.ts"].includes(file),
  );
  expect(channels.map((channel) => `${channel.id}.ts`).toSorted()).toEqual(files.toSorted());
});

describe.each(channels)("$id", (channel) => {
  const config = channel.config.parse(channel.example);
  const vendor = vendorOf(channel);
  const tellings = [...samples, ...withTexts(hostile), ...withTexts(endless)]
    .filter(isCarriedBy(channel))
    .flatMap((message) => [{}, { ref: { id: "there" } }].map((past) => ({ message, past })));

  test("has an example that it accepts, also after it was stored", () => {
    expect(channel.config.parse(config)).toEqual(config);
    expect(JSON.parse(JSON.stringify(config))).toEqual(
      JSON.parse(JSON.stringify(channel.config.parse(JSON.parse(JSON.stringify(config))))),
    );
  });

  test("has a form in which every field has a label", () => {
    expect(channel.fields.length).toBeGreaterThan(0);
  });

  test("tells every event it carries in one request that can be sent, or has nothing to say", () => {
    for (const { message, past } of tellings) {
      const request = channel.tell(message, { config }, past, now);
      if (!request) continue;
      if ("via" in request) expectMail(request);
      else expectHttp(request);
    }
  });

  test("writes only what the other end takes, as its documentation says", () => {
    for (const { message, past } of tellings) {
      const request = channel.tell(message, { config }, past, now);
      if (!request) continue;
      const { error } = vendor.accepts.safeParse(request);
      expect(error?.issues, `${message.type} does not fit ${vendor.source}`).toBeUndefined();
    }
  });

  test("cuts the longest texts to what the other end takes, and no shorter", () => {
    const longest = { title: 0, body: 0 };
    for (const { message, past } of tellings) {
      const request = channel.tell(message, { config }, past, now);
      const { title = "", body = "" } = request ? vendor.textsOf(request) : {};
      longest.title = Math.max(longest.title, lengthOf(title));
      longest.body = Math.max(longest.body, lengthOf(body));
    }
    expect(longest).toEqual(channel.maxText);
  });

  test("checks its settings by one request that says nothing to anybody, if it can", () => {
    const request = channel.check?.ask(config, now);
    if (!request) return;
    expect(vendor.checks.safeParse(request).error?.issues).toBeUndefined();
    expect(channel.check?.good).toMatch(/\.$/);
  });

  test("tells of a new incident and of a test, whatever came before", () => {
    for (const { message, past } of tellings)
      if (message.test || message.type === "incident.triggered")
        expect(channel.tell(message, { config }, past, now), message.type).toBeDefined();
  });

  test("puts no secret into the address that people see, nor into the text of a message", () => {
    const target = channel.target(config);
    expect(target).not.toBe("");
    for (const secret of secretTexts(channel.fields, config)) {
      expect(target).not.toContain(secret);
      for (const { message, past } of tellings)
        expect(textOf(channel.tell(message, { config }, past, now))).not.toContain(secret);
    }
  });

  test("reads every answer that a server may give, and says why it is no success", () => {
    for (const status of [200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 408, 410, 413, 422, 429, 500, 502, 503])
      for (const body of ["", "ok", "{", "[]", "null", '{"message":7}', '{"data":{}}', "\u0000"]) {
        const verdict = channel.read?.({ status, headers: {}, body });
        if (verdict && status >= 500) expect(verdict.kind).toBe("retry");
        if (verdict?.kind === "delivered") expect(status).toBeLessThan(300);
        const asked = channel.confirm?.read({ status, headers: {}, body }, { id: "there" });
        if (asked?.kind === "delivered") expect(status).toBeLessThan(300);
      }
  });

  test("refuses an empty config with the field that is missing", () => {
    const { success, error } = channel.config.safeParse({});
    expect(success).toBe(false);
    for (const { path } of error?.issues ?? []) expect(Object.keys(channel.config.shape)).toContain(path[0]);
  });
});

function vendorOf({ id }: Channel): Vendor {
  const vendor = vendors[id];
  if (!vendor) throw new Error(`Say in testing-vendors.ts what the other end of "${id}" takes.`);
  return vendor;
}

function expectHttp({ url, headers, body }: HttpRequest) {
  expect(URL.canParse(url)).toBe(true);
  for (const [name, value] of Object.entries(headers)) expect(() => new Headers([[name, value]])).not.toThrow();
  if (/json$/.test(headers["content-type"] ?? ""))
    for (const line of body.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
}

function expectMail({ mail }: SmtpRequest) {
  if (!mail) throw new Error("There is no mail.");
  expect(mail.to.length).toBeGreaterThan(0);
  expect(mail.text).not.toBe("");
  // A line break would begin another header.
  for (const header of [mail.subject, mail.from, ...mail.to, mail.messageId, mail.thread ?? "-"])
    expect(header).toMatch(/^[^\p{Cc}]+$/u);
}

const textOf = (request: Request | undefined): string =>
  request === undefined ? "" : "via" in request ? JSON.stringify(request.mail) : request.body;
