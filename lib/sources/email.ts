import { z } from "zod";
import { whyAutomatic } from "#lib/reading/automatic-mail";
import { commaSeparated } from "#lib/reading/comma-separated";
import { digestOf } from "#lib/reading/digest-of";
import { keyIn, keyPatternProblem } from "#lib/reading/key-pattern";
import { type Mail, mailIn } from "#lib/reading/mail";
import { readSubject } from "#lib/reading/mail-subject";
import { momentOf } from "#lib/reading/moment-of";
import { withoutKeys } from "#lib/reading/without-keys";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";
import { truncate } from "#lib/text";

const values = (label: string, hint: string) =>
  commaSeparated.meta({ label, hint: `${hint} Separate several by commas.` });

const config = z.object({
  keyPattern: z
    .string()
    .trim()
    .max(200, "A pattern has at most 200 characters.")
    .superRefine((pattern, context) => {
      const problem = pattern === "" ? undefined : keyPatternProblem(pattern);
      if (problem) context.addIssue(problem);
    })
    .default("")
    .meta({
      label: "Key pattern",
      hint: "A regular expression with one group around what names the same trouble in every mail, e.g. Ticket #(\\d+). It is looked for in the subject, then in the text. Left empty, the subject without its marks is the key.",
    }),
  resolveWords: values(
    "Resolve words",
    "Words at the start of a subject that say it is over, besides [RESOLVED], OK:, Recovered and the like, e.g. Monitor is UP.",
  ),
  acknowledgeWords: values(
    "Acknowledge words",
    "Words at the start of a subject that say somebody is on it, besides [ACK] and ACKNOWLEDGED.",
  ),
  onlyFrom: values(
    "Only from",
    "Addresses and domains whose mail is taken, e.g. alerts@example.com, example.net; a domain stands for its subdomains too. Mail from others is ignored. Anybody can write any address as the sender, so this keeps out noise, not attackers.",
  ),
});

type Config = z.output<typeof config>;

function eventsOf(fields: Record<string, unknown>, config: Config): Reading {
  const mail = mailIn(fields);
  if (!mail) return { unreadable: [{ path: "subject", message: noMail }] };
  const automatic = whyAutomatic(mail);
  if (automatic) return { ignored: automatic };
  if (!isWanted(mail.address, config.onlyFrom)) return { ignored: notFrom(mail) };
  return readMail(mail, fields, config);
}

const noMail = "There is no mail here: subject and text are missing. Forward parsed mail, not raw MIME.";

function isWanted(address: string, only: string[]): boolean {
  const names = only.flatMap((name) => name.trim().toLowerCase().replace(/^@/, "") || []);
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return names.length === 0 || names.some((name) => name === address || `.${domain}`.endsWith(`.${name}`));
}

const notFrom = ({ address }: Mail): string =>
  `The integration takes no mail from ${address === "" ? "nobody" : address.slice(0, 100)}. Its settings list from whom it does.`;

function readMail(mail: Mail, fields: Record<string, unknown>, config: Config): Reading {
  const own = { resolve: config.resolveWords, acknowledge: config.acknowledgeWords };
  const { action, severity, rest } = readSubject(mail.subject, own);
  const found = config.keyPattern === "" ? undefined : keyIn(config.keyPattern, mail.subject, mail.text);
  const told = rest !== "" ? rest : action === "trigger" ? summaryOf(mail) : undefined;
  if (found === undefined && told === undefined) return { ignored: saysNotWhat };
  const event: Event = {
    action,
    dedupKey: found ?? `subject:${digestOf((told ?? "").toLowerCase())}`,
    summary: summaryOf(mail),
    ...(severity && action === "trigger" && { severity }),
    source: mail.address,
    occurredAt: momentOf(Date.parse(mail.header("date")?.slice(0, 100) ?? "")),
    details: detailsOf(mail, fields),
  };
  return { events: [event], problems: config.keyPattern !== "" && found === undefined ? [noKey] : [] };
}

const saysNotWhat = "The subject says that something is over or taken care of, but not what.";
const noKey = "The key pattern found nothing in this mail, so its subject is the key.";

function summaryOf({ subject, text, address }: Mail): string {
  const [line = ""] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return [subject, line.trim().slice(0, longestLine)].find((words) => words !== "") ?? `Mail from ${address}`;
}

const longestLine = 1_000;
const longestText = 10_000;

// The address of our own listener holds the key of the integration, which not everyone who sees the alert may see.
function detailsOf(mail: Mail, { attachments }: Record<string, unknown>) {
  return {
    from: withoutKeys(mail.from),
    to: mail.to && withoutKeys(mail.to),
    text: truncate(withoutKeys(mail.text), longestText),
    messageId: mail.header("message-id"),
    ...(Array.isArray(attachments) && attachments.length > 0 && { attachments }),
  };
}

/** Mailgun takes 200 alone for "do not send it again". */
function answer(ending: Ending): Answer | undefined {
  if (ending.outcome !== "accepted") return undefined;
  const events = ending.events.map(({ action, dedupKey, incident }) => ({
    action,
    dedupKey,
    incidentId: incident?.id ?? null,
    incidentNumber: incident?.number ?? null,
  }));
  return { status: 200, body: { status: "accepted", events, problems: ending.problems } };
}

const setup = `
A mail opens an incident with its subject as the title. A subject that begins with \`[RESOLVED]\`, \`[OK]\`, \`UP:\`,
\`Recovered\` or the like resolves it, \`[ACK]\` acknowledges it, \`[CRITICAL]\` or \`WARNING:\` says how bad it is. Mails are
about the same trouble when their subjects are the same without such marks; a *key pattern* in the settings can say otherwise.
Bounces and automatic replies open nothing.

**By Mailgun**

1. Under *Receiving* (*Routes*) create a route with the expression *Match recipient* for an address of your domain.
2. Choose *Forward* with this address, and save:

   \`\`\`text
   {url}
   \`\`\`

3. Put Mailgun's *HTTP webhook signing key* (account settings, *API security*) into this integration's signature secret.

**By SendGrid**

1. Give a host name of your domain the MX record \`mx.sendgrid.net\`.
2. Under *Settings, Inbound Parse* add that host name with the URL \`{url}\`. Leave *POST the raw, full MIME message* off.
3. Leave the signature secret of this integration empty: this post is not signed in a way that Tocsin checks.

**Straight to Tocsin**

1. Start Tocsin with \`TOCSIN_SMTP_PORT\` set, say \`2525\`, and let port 25 of a host name lead there. It takes mail for its
   integrations and for nobody else; with \`TOCSIN_SMTP_CERT\` and \`TOCSIN_SMTP_KEY\` it offers STARTTLS.
2. Send mail to the *mail address* of this integration: its key, at that host name. Anything may stand before the key, with a
   plus between, such as the name of a machine.

   \`\`\`text
   {key}@your-tocsin-host
   \`\`\`

The address is a secret: whoever knows it can open incidents. A signature secret is asked for at the URL only.

The steps at Mailgun and SendGrid were written from what they publish, not followed there. Where a screen reads differently, go
by what it means; what then arrives stands under *Requests*.
`.trim();

const mailgun = {
  recipient: "alerts@mg.example.com",
  sender: "root@db-1.example.com",
  from: "Cron on db-1 <root@db-1.example.com>",
  subject: "[CRITICAL] Backup of db-1 failed",
  "body-plain": "pg_dump: error: connection to server failed\n\n-- \ndb-1",
  "stripped-text": "pg_dump: error: connection to server failed",
  timestamp: "1772334000",
  token: "8f7c1d5e0b9a4c3d2e1f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c",
  signature: "0c7de4dd0a5b0bdb9f3fb9d7b7a6e5c4d3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8",
  "Message-Id": "<20260301030000.1A2B3C@db-1.example.com>",
  "message-headers": [
    ["From", "Cron on db-1 <root@db-1.example.com>"],
    ["Date", "Sun, 01 Mar 2026 03:00:00 +0000"],
    ["Auto-Submitted", "auto-generated"],
  ],
};

const sendgrid = {
  to: "alerts@parse.example.com",
  from: "Zabbix <zabbix@example.com>",
  subject: "Problem: Disk of web-2 is full",
  text: "Problem started at 03:00:00\nHost: web-2",
  envelope: { to: ["alerts@parse.example.com"], from: "zabbix@example.com" },
  headers: "Date: Sun, 1 Mar 2026 03:00:02 +0000\nMessage-ID: <1@zabbix.example.com>\n",
};

export const email = defineSource({
  id: "email",
  name: "Email",
  group: "Other",
  description: "Anything that can only send mail, by Mailgun, by SendGrid or straight to Tocsin.",
  // Mailgun sends only the time and a token signed, again when it sends again: for eight hours.
  signature: {
    kind: "body-hmac",
    signature: "signature",
    signed: ["timestamp", "token"],
    timestamp: "timestamp",
    toleranceSeconds: 32_400,
  },
  payload: z.record(z.string(), z.unknown()),
  config,
  // Attachments come with it.
  maxBodyBytes: 10_485_760,
  deliveryId: { path: "Message-Id" },
  events: eventsOf,
  answer,
  // A mail's `Date` is when it was written.
  occurredAtIs: "own",
  // Mailgun and SendGrid try again after a 5xx for hours, as every mail server does.
  overLimit: 503,
  setup,
  // Straight to Tocsin they were; the text says so of the others.
  isTried: true,
  samples: [
    {
      title: "A backup failed, by Mailgun",
      payload: mailgun,
      becomes: [
        {
          action: "trigger",
          summary: "[CRITICAL] Backup of db-1 failed",
          severity: "critical",
          source: "root@db-1.example.com",
          occurredAt: "2026-03-01T03:00:00.000Z",
        },
      ],
    },
    {
      title: "The same backup, resolved",
      payload: { ...mailgun, subject: "[RESOLVED] Backup of db-1 failed", "Message-Id": "<2@db-1.example.com>" },
      becomes: [{ action: "resolve", source: "root@db-1.example.com" }],
    },
    {
      title: "A disk is full, by SendGrid",
      payload: sendgrid,
      becomes: [{ action: "trigger", summary: "Problem: Disk of web-2 is full", source: "zabbix@example.com" }],
    },
    {
      title: "It has room again",
      payload: { ...sendgrid, subject: "Resolved in 5m 3s: Disk of web-2 is full" },
      becomes: [{ action: "resolve" }],
    },
    {
      title: "Straight to Tocsin, with a key pattern",
      config: { keyPattern: "Ticket #(\\d+)" },
      payload: {
        sender: "door@example.org",
        from: "Server room <door@example.org>",
        subject: "Door open (Ticket #4711)",
        text: "The door of the server room has been open for 10 minutes.",
        "Message-Id": "<a1@example.org>",
        headers: { date: "Sun, 1 Mar 2026 03:10:00 +0100" },
      },
      becomes: [{ action: "trigger", dedupKey: "4711", occurredAt: "2026-03-01T02:10:00.000Z" }],
    },
    {
      title: "Somebody acknowledges it",
      config: { keyPattern: "Ticket #(\\d+)" },
      payload: {
        sender: "bob@example.org",
        from: "Bob <bob@example.org>",
        subject: "[ACK] Re: Door open (Ticket #4711)",
        text: "On my way",
        "Message-Id": "<a2@example.org>",
      },
      becomes: [{ action: "acknowledge", dedupKey: "4711" }],
    },
    {
      title: "An out-of-office notice",
      payload: {
        sender: "",
        from: "Alice <alice@example.com>",
        subject: "Automatic reply: Door open",
        text: "I am away until Monday.",
        headers: { "auto-submitted": "auto-replied" },
      },
      becomes: [],
    },
  ],
});
