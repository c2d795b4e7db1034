import { z } from "zod";
import type { Severity } from "#db/vocabulary";
import { type Alarm, alarmIn } from "#lib/reading/cloudwatch-alarm";
import { jsonIn } from "#lib/reading/json-in";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

const config = z.object({
  insufficientData: z.boolean().default(false).meta({
    label: "Insufficient data opens an incident",
    hint: "As a warning. Off: an alarm without data changes nothing.",
  }),
  plainMessages: z.boolean().default(true).meta({
    label: "Other messages open incidents",
    hint: "Budgets, events of databases and whatever else is published to the topic. They never resolve themselves.",
  }),
});

type Message = z.output<typeof message>;
type Config = z.output<typeof config>;

function eventsOf(body: Message, config: Config): Reading {
  const type = textAt(body, "Type");
  if (!type) return readUnwrapped(body, config);
  const topic = textAt(body, "TopicArn");
  if (type === "Notification") return readNotification(body, config);
  if (type === "SubscriptionConfirmation") return readConfirmation(body, topic);
  // Its SubscribeURL must not be visited: that would subscribe again.
  if (type === "UnsubscribeConfirmation")
    return { ignored: `The subscription to ${topic ?? "the topic"} was removed. Nothing more will come from it.` };
  return { ignored: `Amazon SNS sent a message of the unknown type "${type.slice(0, 60)}".` };
}

/** What comes without SNS around it: raw message delivery, or EventBridge itself. */
function readUnwrapped(body: Message, config: Config): Reading {
  const alarm = alarmIn(body);
  return alarm ? readAlarm(alarm, config) : missing("Type", "the Type of an Amazon SNS message");
}

function readConfirmation(body: Message, topic: string | undefined): Reading {
  const visit = textAt(body, "SubscribeURL");
  if (!visit) return missing("SubscribeURL");
  if (!isAmazons(visit)) return { unreadable: [{ path: "SubscribeURL", message: "is not an address of Amazon SNS" }] };
  return { handshake: `Amazon SNS asks to confirm the subscription to ${topic ?? "a topic"}.`, visit };
}

function isAmazons(address: string): boolean {
  const url = URL.parse(address);
  if (url?.protocol !== "https:" || url.port || url.username || url.password) return false;
  return /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/.test(url.hostname);
}

function readNotification(body: Message, config: Config): Reading {
  const content = jsonIn(body.Message);
  const alarm = alarmIn(content);
  if (alarm) return readAlarm(alarm, config);
  if (!config.plainMessages) return { ignored: "Only CloudWatch alarms open incidents here; this is another message." };
  return readPlain(body, content);
}

/** No two of these are known to be the same trouble, so each has a key of its own. */
function readPlain(body: Message, content: unknown): Reading {
  const key = textAt(body, "MessageId");
  const [line] = textAt(body, "Message")?.split("\n") ?? [];
  const named = textAt(content, "detail-type", "AlarmName", "message");
  const summary = textAt(body, "Subject") ?? named ?? line;
  if (!key || !summary) return missing(key ? "Message" : "MessageId");
  return only({
    action: "trigger",
    dedupKey: key,
    summary,
    source: textAt(content, "source") ?? topicNameOf(textAt(body, "TopicArn")),
    occurredAt: momentOf(body.Timestamp),
    details: { topic: textAt(body, "TopicArn"), message: content ?? textAt(body, "Message") },
  });
}

const topicNameOf = (arn: string | undefined): string | undefined => arn?.split(":").at(-1);

function readAlarm(alarm: Alarm, config: Config): Reading {
  const { name, state } = alarm;
  if (state === "ALARM") return only(eventOf(alarm, "trigger", statedSeverity(alarm) ?? "critical"));
  if (state === "OK") return only(eventOf(alarm, "resolve"));
  if (state !== "INSUFFICIENT_DATA")
    return { ignored: `The alarm ${name} is in the unknown state "${state.slice(0, 60)}".` };
  if (config.insufficientData) return only(eventOf(alarm, "trigger", "warning"));
  return { ignored: `The alarm ${name} has insufficient data, which neither opens nor ends trouble.` };
}

/** Amazon knows no severity; people write one into the description of the alarm. */
function statedSeverity({ description }: Alarm): Severity | undefined {
  return severityOf(/\bseverity\s*[:=]\s*(\w+)/i.exec(description ?? "")?.[1]);
}

function eventOf(alarm: Alarm, action: "trigger" | "resolve", severity?: Severity): Event {
  return {
    action,
    dedupKey: alarm.key,
    summary: alarm.reason ? `${alarm.name}: ${alarm.reason}` : alarm.name,
    severity,
    source: alarm.dimension ?? alarm.name,
    occurredAt: alarm.changedAt,
    links: linksOf({ CloudWatch: alarm.console }),
    details: alarm.details,
  };
}

const only = (event: Event): Reading => ({ events: [event], problems: [] });

const setup = `
1. In the Amazon SNS console open *Topics* and choose the topic your alarms notify, or create one (*Standard*).
2. Press *Create subscription*, choose the protocol *HTTPS* and paste \`{url}\` as the *Endpoint*. Leave
   *Enable raw message delivery* off: raw messages are not signed.
3. Press *Create subscription*. Tocsin confirms it by itself; reload the page until its status is *Confirmed*.
4. In CloudWatch give each alarm this topic as notification for *In alarm* and for *OK*, so that it resolves itself.

Write \`severity: warning\` (or \`critical\`, \`error\`, \`info\`) into the description of an alarm to set its severity; an
alarm without one is critical. Every message is checked against Amazon's signature, and only the topic confirmed first is heard.
`.trim();

const topicArn = "arn:aws:sns:us-east-1:123456789012:alarms";
const alarmArn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:web-1 CPU";
const signed = {
  SignatureVersion: "1",
  Signature: "EXAMPLE",
  SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-example.pem",
};
const alarm = {
  AlarmName: "web-1 CPU",
  AlarmDescription: "The shop gets slow. severity: error",
  AWSAccountId: "123456789012",
  Region: "US East (N. Virginia)",
  AlarmArn: alarmArn,
  Trigger: {
    MetricName: "CPUUtilization",
    Namespace: "AWS/EC2",
    Dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
    Threshold: 90,
  },
};
const notification = (id: string, more: Record<string, unknown>) => ({
  Type: "Notification",
  MessageId: id,
  TopicArn: topicArn,
  Timestamp: "2026-03-01T02:59:31.000Z",
  ...signed,
  ...more,
});
const toAlarm = {
  ...alarm,
  OldStateValue: "OK",
  NewStateValue: "ALARM",
  NewStateReason: "Threshold Crossed: 1 datapoint (97.2) was greater than the threshold (90.0).",
  StateChangeTime: "2026-03-01T02:59:30.123+0000",
};
const toOk = {
  ...alarm,
  OldStateValue: "ALARM",
  NewStateValue: "OK",
  NewStateReason: "Threshold Crossed: 1 datapoint (40.1) was not greater than the threshold (90.0).",
  StateChangeTime: "2026-03-01T03:20:00.000+0000",
};

export const cloudwatch = defineSource({
  id: "cloudwatch",
  name: "AWS CloudWatch",
  group: "Cloud providers",
  description: "CloudWatch alarms and everything else that is published to an Amazon SNS topic.",
  signature: { kind: "sns" },
  payload: message,
  config,
  deliveryId: { path: "MessageId" },
  events: eventsOf,
  // `StateChangeTime` is the moment of this very change.
  occurredAtIs: "own",
  // Amazon SNS tries again after a 5xx; whether it does after a 429 is not documented.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An alarm goes off",
      payload: notification("6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a01", {
        Subject: 'ALARM: "web-1 CPU" in US East (N. Virginia)',
        Message: JSON.stringify(toAlarm),
      }),
      becomes: [
        {
          action: "trigger",
          dedupKey: alarmArn,
          summary: "web-1 CPU: Threshold Crossed: 1 datapoint (97.2) was greater than the threshold (90.0).",
          severity: "error",
          source: "i-0123456789abcdef0",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The alarm is over",
      payload: notification("6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a02", {
        Subject: 'OK: "web-1 CPU" in US East (N. Virginia)',
        Message: JSON.stringify(toOk),
      }),
      becomes: [{ action: "resolve", dedupKey: alarmArn, occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A budget writes plain text",
      payload: notification("6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a03", {
        Subject: "AWS Budgets: monthly has exceeded your alert threshold",
        Message: "Dear AWS Customer,\n\nYou requested that we alert you when the cost of your budget exceeds $100.",
      }),
      becomes: [
        {
          action: "trigger",
          dedupKey: "6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a03",
          summary: "AWS Budgets: monthly has exceeded your alert threshold",
          source: "alarms",
        },
      ],
    },
    {
      title: "Amazon SNS asks whether Tocsin wants the messages",
      payload: {
        Type: "SubscriptionConfirmation",
        MessageId: "6f3ad1c6-7a5e-5a4b-9d57-8d1b3f0c2a04",
        Token: "EXAMPLE",
        TopicArn: topicArn,
        Message: `You have chosen to subscribe to the topic ${topicArn}.`,
        SubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=EXAMPLE",
        Timestamp: "2026-03-01T02:00:00.000Z",
        ...signed,
      },
      becomes: [],
    },
  ],
});
