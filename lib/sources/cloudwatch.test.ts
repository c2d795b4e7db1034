import { describe, expect, test } from "vitest";
import { cloudwatch } from "#lib/sources/cloudwatch";
import type { Event, Reading } from "#lib/sources/contract";

const alarmArn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:db full";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
const alarm = (changes: Record<string, unknown> = {}) => ({
  AlarmName: "db full",
  AlarmArn: alarmArn,
  NewStateValue: "ALARM",
  NewStateReason: "97 %",
  ...changes,
});
const notified = (content: unknown, more: Record<string, unknown> = {}) => ({
  Type: "Notification",
  MessageId: "m-1",
  TopicArn: topicArn,
  Message: typeof content === "string" ? content : JSON.stringify(content),
  ...more,
});
const read = (body: unknown, config: Record<string, unknown> = {}) => cloudwatch.read(body, config);
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

describe("alarms", () => {
  test("link to the console by the region of the ARN, not by its display name", () => {
    const event = eventOf(read(notified(alarm({ Region: "EU (Ireland)" }))));
    expect(event).toMatchObject({ dedupKey: alarmArn, source: "db full", severity: "critical" });
    expect(event?.links?.[0]?.href).toBe(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/db%20full",
    );
  });

  test("without an ARN are known by account, region and name", () => {
    const without = { AlarmArn: undefined, AWSAccountId: "1", Region: "EU (Ireland)" };
    const event = eventOf(read(notified(alarm(without))));
    expect(event?.dedupKey).toBe("1/EU (Ireland)/db full");
    expect(eventOf(read(notified(alarm({ ...without, NewStateValue: "OK" }))))?.dedupKey).toBe(event?.dedupKey);
  });

  test("that are composite have a rule and no trigger", () => {
    const event = eventOf(read(notified(alarm({ AlarmRule: "ALARM(a) OR ALARM(b)" }))));
    expect(event).toMatchObject({ action: "trigger", details: { rule: "ALARM(a) OR ALARM(b)" } });
  });

  test.each([
    ["The shop. Severity: warning", "warning"],
    ["severity=info", "info"],
    ["severity: whatever", "critical"],
    ["no word of it", "critical"],
  ])("described as %j are %s", (AlarmDescription, severity) => {
    expect(eventOf(read(notified(alarm({ AlarmDescription }))))?.severity).toBe(severity);
  });

  test("without data are ignored, or a warning where the admin wants it", () => {
    const body = notified(alarm({ NewStateValue: "INSUFFICIENT_DATA" }));
    expect(read(body)).toHaveProperty("ignored");
    expect(eventOf(read(body, { insufficientData: true }))).toMatchObject({ action: "trigger", severity: "warning" });
  });

  test("come as raw delivery and through EventBridge under the same key", () => {
    const bridged = {
      "detail-type": "CloudWatch Alarm State Change",
      resources: [alarmArn],
      detail: { alarmName: "db full", state: { value: "OK", timestamp: "2026-03-01T03:20:00.000+0000" } },
    };
    expect(eventOf(read(alarm()))?.dedupKey).toBe(alarmArn);
    expect(eventOf(read(notified(bridged)))).toMatchObject({
      action: "resolve",
      dedupKey: alarmArn,
      occurredAt: "2026-03-01T03:20:00.000Z",
    });
  });
});

describe("other messages", () => {
  test("open an incident each, with the subject or else the first line", () => {
    expect(eventOf(read(notified("first\nsecond")))).toMatchObject({ dedupKey: "m-1", summary: "first" });
    expect(eventOf(read(notified('{"detail-type":"GuardDuty Finding","source":"aws.guardduty"}')))).toMatchObject({
      summary: "GuardDuty Finding",
      source: "aws.guardduty",
    });
  });

  test("are left alone where the admin wants only alarms", () => {
    expect(read(notified("first"), { plainMessages: false })).toHaveProperty("ignored");
  });
});

describe("the subscription", () => {
  const confirmation = (SubscribeURL: unknown) => ({
    Type: "SubscriptionConfirmation",
    TopicArn: topicArn,
    SubscribeURL,
  });

  test("is confirmed by a visit to Amazon", () => {
    const visit = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription";
    expect(read(confirmation(visit))).toMatchObject({ handshake: expect.any(String), visit });
  });

  test.each([
    "http://sns.eu-west-1.amazonaws.com/",
    "https://sns.eu-west-1.amazonaws.com.example.com/",
    "https://sns.eu-west-1.amazonaws.com@127.0.0.1/",
    "https://sns.eu-west-1.amazonaws.com:8443/",
    "https://example.com/sns.eu-west-1.amazonaws.com",
    "nonsense",
  ])("never sends anybody to %s", (address) => {
    expect(read(confirmation(address))).toMatchObject({ unreadable: [{ path: "SubscribeURL" }] });
  });

  test("that was removed is not entered again", () => {
    const reading = read({ ...confirmation("https://sns.eu-west-1.amazonaws.com/"), Type: "UnsubscribeConfirmation" });
    expect(reading).toHaveProperty("ignored");
    expect(reading).not.toHaveProperty("visit");
  });
});
