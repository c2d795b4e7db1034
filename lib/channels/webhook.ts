import { createHmac } from "node:crypto";
import { createSecureContext } from "node:tls";
import { z } from "zod";
import { defineChannel, type HttpRequest, type Message } from "#lib/channels/contract";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";
import { field } from "#lib/forms/meta";
import { cut } from "#lib/writing/cut";

const ownHeaders = [
  "host",
  "content-length",
  "content-type",
  "transfer-encoding",
  "connection",
  "idempotency-key",
  "x-tocsin-signature",
];
const isOwnHeader = (name: string) =>
  ownHeaders.includes(name.toLowerCase()) || name.toLowerCase().startsWith("webhook-");

const pair = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, "A header name has letters, digits and dashes only.")
    .refine((name) => !isOwnHeader(name), "Tocsin sets this header itself. Choose another name."),
  value: z
    .string()
    .trim()
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "A header value is one line of plain characters."),
});
const pairsOfRecord = z
  .record(z.string(), z.string())
  .transform((record) => Object.entries(record).map(([name, value]) => ({ name, value })));

const optionalText = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .optional();

const seconds = (initial: number) =>
  z.coerce
    .number()
    .int("Whole seconds, please.")
    .min(1, "At least 1 second.")
    .max(60, "At most 60 seconds.")
    .default(initial);

const config = z
  .object({
    url: z
      .string()
      .trim()
      .max(2_000)
      .refine(
        (url) => /^https?:\/\//i.test(url) && URL.canParse(url),
        "Write the whole address, such as https://example.com/alerts.",
      )
      .refine(
        (url) => !URL.parse(url)?.username,
        "Leave user name and password out of the address; put them into an Authorization header.",
      )
      .meta(field({ label: "Webhook URL", address: true, placeholder: "https://example.com/alerts" })),
    secret: optionalText.meta(
      field({
        label: "Signing secret",
        hint: "Each request is signed with it (Standard Webhooks), so that the receiver can check who sent it. whsec_… or any text.",
        secret: true,
      }),
    ),
    method: z
      .enum(["POST", "PUT"])
      .default("POST")
      .meta(field({ label: "Request method", advanced: true })),
    headers: z
      .union([z.array(pair), pairsOfRecord.pipe(z.array(pair))])
      .default([])
      .meta(
        field({
          label: "Request headers",
          hint: "For example Authorization. The values are kept secret.",
          kind: "pairs",
          secret: "values",
          advanced: true,
        }),
      ),
    format: z
      .enum(["object", "array", "ndjson"])
      .default("object")
      .meta(
        field({
          label: "Format",
          choices: { object: "JSON object", array: "JSON array", ndjson: "Newline-delimited JSON" },
          advanced: true,
        }),
      ),
    caCertificate: optionalText.meta(
      field({
        label: "CA certificate",
        hint: "Needed when the server's certificate is from an authority of your own. PEM.",
        kind: "multiline",
        placeholder: "-----BEGIN CERTIFICATE-----",
        advanced: true,
      }),
    ),
    clientCertificate: optionalText.meta(
      field({
        label: "Client certificate",
        hint: "For servers that ask for one. PEM.",
        kind: "multiline",
        placeholder: "-----BEGIN CERTIFICATE-----",
        advanced: true,
      }),
    ),
    clientKey: optionalText.meta(
      field({
        label: "Client key",
        hint: "The private key of the client certificate. PEM.",
        kind: "multiline",
        placeholder: "-----BEGIN PRIVATE KEY-----",
        secret: true,
        advanced: true,
      }),
    ),
    verifyTls: z
      .boolean()
      .default(true)
      .meta(field({ label: "Verify TLS certificate", advanced: true })),
    requestTimeoutSeconds: seconds(15).meta(field({ label: "Request timeout", unit: "seconds", advanced: true })),
    connectTimeoutSeconds: seconds(20).meta(field({ label: "Connection timeout", unit: "seconds", advanced: true })),
  })
  .refine((given) => !given.clientKey === !given.clientCertificate, {
    path: ["clientKey"],
    error: "A client certificate and its key go together; one of them is missing.",
  });

type Config = z.output<typeof config>;

// No receiver asks for it; a bound is easier to build for than none.
const maxText = { title: 2_000, body: 50_000 };

export const webhook = defineChannel({
  id: "webhook",
  name: "Webhook",
  group: "Universal",
  description: "Posts every event as signed JSON to an address of yours.",
  config,
  maxText,
  problems: ({ caCertificate, clientCertificate, clientKey }) => ({
    ...(!isUsable({ ca: caCertificate }) && { caCertificate: "This is no certificate in PEM form." }),
    ...(!isUsable({ cert: clientCertificate, key: clientKey }) && {
      clientCertificate: "The client certificate and key cannot be read, or do not belong together.",
    }),
  }),
  tell: (message, { config: given }, _past, now) => requestOf(message, given, now),
  target: ({ url }) => new URL(url).host,
  setup: `1. Give the address that is to receive the events.
2. Set a signing secret and check it at the receiver: any [Standard Webhooks](https://www.standardwebhooks.com) library does it with the \`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\` headers. \`X-Tocsin-Signature: sha256=…\` is the hex HMAC-SHA256 of \`<webhook-timestamp>.<body>\`.
3. Answer with any 2xx status within the request timeout. Anything else is tried again, up to 16 times; 410 disables the integration.
4. A message may come twice. Drop repeats by \`webhook-id\`.`,
  example: {
    url: "https://example.com/alerts",
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    headers: [{ name: "X-Team", value: "platform" }],
  },
});

function requestOf(message: Message, given: Config, now: Date): HttpRequest {
  const body = bodyOf(message, given.format);
  const headers: Record<string, string> = {
    ...Object.fromEntries(given.headers.map(({ name, value }) => [name, value])),
    "content-type": given.format === "ndjson" ? "application/x-ndjson" : "application/json",
    "idempotency-key": message.id,
    ...signatureHeaders(message.id, body, given.secret, now),
  };
  if (!given.headers.some(({ name }) => name.toLowerCase() === "user-agent")) headers["user-agent"] = "Tocsin";
  return {
    method: given.method,
    url: given.url,
    headers,
    body,
    connectTimeoutMs: given.connectTimeoutSeconds * 1000,
    requestTimeoutMs: given.requestTimeoutSeconds * 1000,
    tls: {
      verify: given.verifyTls,
      ...(given.caCertificate && { ca: given.caCertificate }),
      ...(given.clientCertificate && given.clientKey && { cert: given.clientCertificate, key: given.clientKey }),
    },
  };
}

/** The headers of Standard Webhooks 1.0.0, and our own for receivers that want plain hex. */
export function signatureHeaders(
  id: string,
  body: string,
  secret: string | undefined,
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp };
  if (!secret) return headers;
  const sign = (content: string, encoding: "base64" | "hex") =>
    createHmac("sha256", keyOf(secret)).update(content).digest(encoding);
  return {
    ...headers,
    "webhook-signature": `v1,${sign(`${id}.${timestamp}.${body}`, "base64")}`,
    "x-tocsin-signature": `sha256=${sign(`${timestamp}.${body}`, "hex")}`,
  };
}

const keyOf = (secret: string) =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);

function bodyOf(message: Message, format: Config["format"]): string {
  const payload = payloadOf(message);
  if (format === "array") return JSON.stringify([payload]);
  return format === "ndjson" ? `${JSON.stringify(payload)}\n` : JSON.stringify(payload);
}

// The fields of the documented payload come first, ours after them.
function payloadOf(message: Message) {
  const note = message.details.text;
  return {
    event: message.type,
    timestamp: message.occurredAt,
    ...(message.incident && { incident: incidentOf(message.incident, message.url) }),
    ...(message.subject && { subject: message.subject, url: message.url }),
    id: message.id,
    test: message.test,
    summary: cut(message.summary, maxText.title),
    actor: message.actor,
    ...(message.type === "incident.noted" && typeof note === "string" && { note: cut(note, maxText.body) }),
  };
}

const statusWords = { triggered: "OPEN", acknowledged: "ACKNOWLEDGED", resolved: "RESOLVED" } as const;
const urgencyWords = { high: "HIGH", low: "LOW" } as const;

function incidentOf(incident: IncidentSnapshot, url: string) {
  const { id, title, status, urgency, service, assignees, ...more } = incident;
  return {
    id,
    title: cut(title, maxText.title),
    status: statusWords[status],
    urgency: urgencyWords[urgency],
    service,
    assignee: assignees[0] ?? null,
    url,
    assignees,
    ...more,
  };
}

function isUsable(identity: { ca?: string | undefined; cert?: string | undefined; key?: string | undefined }): boolean {
  if (identity.ca !== undefined && !identity.ca.includes("-----BEGIN ")) return false;
  try {
    createSecureContext(identity);
    return true;
  } catch {
    return false;
  }
}
