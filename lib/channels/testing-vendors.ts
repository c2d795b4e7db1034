import { z } from "zod";
import type { HttpRequest, Request, SmtpRequest } from "#lib/channels/contract";

/** What the other end of a channel takes, strictly: a request it does not name is refused by it. */
export type Vendor = {
  /** Where it was read. */
  source: string;
  accepts: z.ZodType<Request>;
  /** How it may be asked whether the settings are good without anybody seeing it. */
  checks: z.ZodType<Request>;
  /** The texts that `maxText` bounds, as far as the request has them. */
  textsOf(request: Request): { title?: string; body?: string };
};

const characters = (most: number, least = 1) =>
  z
    .string()
    .refine(
      (text) => Array.from(text).length >= least && Array.from(text).length <= most,
      `${least}–${most} characters`,
    );
const json = <Body extends z.ZodType>(body: Body) =>
  z.string().refine((text) => body.safeParse(JSON.parse(text)).success, {
    error: ({ input }) => JSON.stringify(body.safeParse(JSON.parse(String(input))).error?.issues),
  });
const moment = z.iso.datetime({ offset: true });
const named = z.strictObject({ id: z.string(), name: z.string() });

const bodyOf = (request: Request): Record<string, string> => ("via" in request ? {} : JSON.parse(request.body || "{}"));

const opsgenieHeaders = z.strictObject({
  authorization: z.string().regex(/^GenieKey [\x21-\x7e]+$/),
  "content-type": z.literal("application/json"),
  accept: z.literal("application/json"),
});
const opsgenieCreate = z.strictObject({
  message: characters(130),
  alias: characters(512),
  description: characters(15_000),
  source: characters(100),
  entity: characters(512, 0).optional(),
  priority: z.enum(["P1", "P2", "P3", "P4", "P5"]),
  tags: z.array(characters(50)).max(20),
  details: z
    .record(z.string(), z.string())
    .refine((details) => Array.from(Object.entries(details).flat().join("")).length <= 8_000)
    .optional(),
});
const opsgenieNote = z.strictObject({ user: characters(100), source: characters(100), note: characters(25_000) });
const opsgenieHost = /^https:\/\/api(\.eu)?\.opsgenie\.com\/v2\/alerts/.source;
const opsgenie: Vendor = {
  source: "docs.opsgenie.com, Alert API and Alert fields; opsgenie/opsgenie-oas: swagger.json",
  accepts: z.union([
    post(new RegExp(`${opsgenieHost}$`), opsgenieHeaders, json(opsgenieCreate)),
    post(
      new RegExp(`${opsgenieHost}/[^/?:]{1,512}/(acknowledge|unacknowledge|close|notes)\\?identifierType=alias$`),
      opsgenieHeaders,
      json(opsgenieNote),
    ),
  ]),
  checks: post(
    new RegExp(`${opsgenieHost}/tocsin-check-\\d+/acknowledge\\?identifierType=alias$`),
    opsgenieHeaders,
    json(z.strictObject({ source: z.literal("Tocsin") })),
  ),
  textsOf(request) {
    const { message, description } = bodyOf(request);
    return { ...(message && { title: message }), ...(description && { body: description }) };
  },
};

function post(url: RegExp, headers: z.ZodType<Record<string, string>>, body: z.ZodType<string>) {
  return z.strictObject({
    method: z.literal("POST"),
    url: z.string().regex(url),
    headers,
    body,
  }) satisfies z.ZodType<HttpRequest>;
}

const webhookIncident = z.strictObject({
  ...{ id: z.string(), number: z.int(), title: z.string(), status: z.enum(["OPEN", "ACKNOWLEDGED", "RESOLVED"]) },
  ...{ severity: z.string(), urgency: z.enum(["HIGH", "LOW"]), source: z.string(), dedupKey: z.string() },
  ...{ service: named, assignee: named.nullable(), assignees: z.array(named), alertCount: z.int(), url: z.url() },
  ...{
    openedAt: moment,
    acknowledgedAt: moment.nullable(),
    resolvedAt: moment.nullable(),
    snoozedUntil: moment.nullable(),
  },
  links: z.array(z.strictObject({ href: z.string(), text: z.string().optional() })),
});
const webhookBody = z.strictObject({
  ...{ event: z.string(), timestamp: moment, id: z.string().regex(/^[^.]+$/), test: z.boolean(), summary: z.string() },
  ...{
    actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    note: z.string().optional(),
  },
  ...{
    incident: webhookIncident.optional(),
    subject: z.record(z.string(), z.unknown()).optional(),
    url: z.url().optional(),
  },
});
const webhook: Vendor = {
  source: "standardwebhooks.com, spec 1.0.0; the body as the README says",
  accepts: z.strictObject({
    method: z.enum(["POST", "PUT"]),
    url: z.url(),
    headers: z
      .strictObject({
        ...{ "content-type": z.literal("application/json"), "user-agent": z.string(), "idempotency-key": z.string() },
        ...{ "webhook-id": z.string().regex(/^[^.]+$/), "webhook-timestamp": z.string().regex(/^\d{10}$/) },
        ...{
          "webhook-signature": z.string().regex(/^v1,[\w+/]{43}=$/),
          "x-tocsin-signature": z.string().regex(/^sha256=[\da-f]{64}$/),
        },
      })
      .catchall(z.string()),
    body: json(webhookBody),
    ...{ connectTimeoutMs: z.int(), requestTimeoutMs: z.int(), tls: z.strictObject({ verify: z.boolean() }) },
  }),
  checks: z.never(),
  textsOf(request) {
    const { summary, note } = bodyOf(request);
    return { ...(summary && { title: summary }), ...(note && { body: note }) };
  },
};

const headerLine = z.string().regex(/^[^\p{Cc}]+$/u);
const mailAddress = z.email().max(254);
const messageId = z
  .string()
  .max(900)
  .regex(/^<[\w.+-]+@[\w.-]+>$/);
const mailServer = z.strictObject({
  ...{ host: z.string(), port: z.int(), security: z.enum(["starttls", "tls", "none"]), verify: z.boolean() },
  ...{ user: z.string().optional(), password: z.string().optional() },
});
const email: Vendor = {
  source: "RFC 5322 §2.1.1 and §3.6.4, RFC 5321 §4.5.3.1",
  accepts: z.strictObject({
    via: z.literal("smtp"),
    server: mailServer,
    mail: z.strictObject({
      ...{ from: mailAddress, to: z.array(mailAddress).min(1).max(100), subject: headerLine, text: z.string().min(1) },
      ...{ messageId, thread: messageId.optional() },
    }),
  }) satisfies z.ZodType<SmtpRequest>,
  checks: z.strictObject({ via: z.literal("smtp"), server: mailServer }),
  textsOf: (request) =>
    "via" in request && request.mail ? { title: request.mail.subject, body: request.mail.text } : {},
};

/** By the id of the channel. */
export const vendors: Record<string, Vendor> = { opsgenie, webhook, email };
