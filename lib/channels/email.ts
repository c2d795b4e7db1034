import { z } from "zod";
import { defineChannel, type HttpResponse, type Message, type SmtpRequest, type Verdict } from "#lib/channels/contract";
import { field } from "#lib/forms/meta";
import { cut } from "#lib/writing/cut";

const mostAddresses = 20;
const isAddress = (text: string): boolean => z.email().safeParse(text).success;
const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

const recipients = z
  .string()
  .trim()
  .min(1, "Enter at least one address.")
  .max(4_000)
  .refine((text) => addressesIn(text).length <= mostAddresses, `At most ${mostAddresses} addresses.`)
  .refine((text) => addressesIn(text).every(isAddress), "One of these is no e-mail address.");

const config = z
  .object({
    to: recipients.meta(
      field({ label: "To", hint: "E-mail addresses, separated by commas or lines.", kind: "multiline" }),
    ),
    from: z
      .string()
      .trim()
      .refine(isAddress, "Enter the e-mail address of the sender.")
      .meta(field({ label: "From", hint: "An address that the mail server lets you send from." })),
    host: z
      .string()
      .trim()
      .min(1, "Enter the name of the mail server.")
      .max(253)
      .regex(/^[\w.:-]+$/, "A host name, such as smtp.example.com.")
      .meta(field({ label: "SMTP server", placeholder: "smtp.example.com" })),
    port: z.coerce
      .number()
      .int()
      .min(1, "Between 1 and 65535.")
      .max(65_535, "Between 1 and 65535.")
      .default(587)
      .meta(field({ label: "Port", hint: "587 with STARTTLS, 465 with TLS." })),
    security: z
      .enum(["starttls", "tls", "none"])
      .default("starttls")
      .meta(field({ label: "Security", choices: { starttls: "STARTTLS", tls: "TLS", none: "None" } })),
    user: z
      .string()
      .trim()
      .max(320)
      .default("")
      .meta(field({ label: "User name" })),
    password: z
      .string()
      .max(1_000)
      .optional()
      .meta(field({ label: "Password", secret: true })),
    verifyTls: z
      .boolean()
      .default(true)
      .meta(field({ label: "Verify TLS certificate", advanced: true })),
  })
  .refine(({ user, password }) => user === "" || Boolean(password), {
    path: ["password"],
    error: "A user name needs its password.",
  });

type Config = z.output<typeof config>;

// No server asks for less. Phones show the beginning of a subject only.
const maxText = { title: 200, body: 50_000 };
const most = { facts: 20, fact: 1_000 };

export const email = defineChannel({
  id: "email",
  name: "Email",
  group: "Email and messengers",
  description: "Sends every event as an e-mail through a mail server of yours.",
  config,
  maxText,
  // It takes the place of the recipients of the card.
  address: z.object({ to: recipients }),
  // Hosted mail servers take three connections of one user, some more.
  limits: { inFlight: 3 },
  tell: (message, { config: given, address }): SmtpRequest => ({
    ...{ via: "smtp", server: serverOf(given) },
    mail: mailOf(message, given.from, address?.to ?? given.to),
  }),
  read: readAnswer,
  check: {
    ask: (given) => ({ via: "smtp", server: serverOf(given) }),
    good: "The mail server lets Tocsin in. A test message shows whether it takes the sender and the recipients.",
  },
  target: ({ to }) => {
    const [first = "", ...others] = addressesIn(to);
    return others.length === 0 ? first : `${first} and ${others.length} more`;
  },
  setup: `1. Enter who is to get the mails.
2. Enter the SMTP server of your company or provider, and a user name and password it gave you for sending.
3. **From** must be an address that this server lets you send from; most refuse others.
4. Press **Test integration** and look into the inbox. Mails of one incident stand together as a conversation.`,
  example: {
    to: "ops@example.com, alice@example.com",
    from: "tocsin@example.com",
    host: "smtp.example.com",
    user: "tocsin@example.com",
    password: "correct-horse-battery",
  },
});

const serverOf = ({ host, port, security, user, password, verifyTls }: Config): SmtpRequest["server"] => ({
  ...{ host, port, security, verify: verifyTls },
  ...(user && { user, password }),
});

function mailOf(message: Message, from: string, to: string): NonNullable<SmtpRequest["mail"]> {
  const { id, incident } = message;
  const place = from.slice(from.lastIndexOf("@"));
  return {
    from,
    to: addressesIn(to),
    subject: subjectOf(message),
    text: textOf(message),
    // The same on every try, so that a mail that came twice is known for one.
    messageId: `<${id}${place}>`,
    ...(incident && !message.test && { thread: `<incident-${incident.id}${place}>` }),
  };
}

// One line: what breaks it would end the header.
const subjectOf = ({ summary }: Message): string => cut(summary.replace(/[\p{Cc}\s]+/gu, " ").trim(), maxText.title);

function textOf({ summary, incident, url }: Message): string {
  const facts: [string, string][] = incident
    ? [
        ["Service", incident.service.name],
        ["Severity", incident.severity],
        ["Urgency", incident.urgency],
        ["Source", incident.source],
        ["Status", incident.status],
        ["Assigned to", incident.assignees.map(({ name }) => name).join(", ") || "nobody"],
        ["Alerts", String(incident.alertCount)],
        ...incident.links.map(({ href, text }): [string, string] => [text ?? "Link", href]),
      ]
    : [];
  const lines = facts.slice(0, most.facts).map(([name, value]) => cut(`${name}: ${value}`, most.fact));
  const end = ["", "", ...lines, ...(lines.length > 0 ? [""] : []), url, ""].join("\n");
  return cut(summary, maxText.body - end.length) + end;
}

// RFC 5321 §4.2 and RFC 4954: 4xx may pass, 5xx will not; 530, 534 and 535 are about who sends.
function readAnswer({ status, body }: HttpResponse): Verdict {
  const why = `The mail server answered: ${cut(body || String(status), 300)}`;
  if (status === 250) return { kind: "delivered" };
  if (status === 530 || status === 534 || status === 535) return { kind: "blocked", why };
  return status >= 550 && status <= 559 ? { kind: "rejected", why } : { kind: "retry", why };
}
