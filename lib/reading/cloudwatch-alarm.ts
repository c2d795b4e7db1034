import { atPath } from "#lib/reading/at-path";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { firstText } from "#lib/reading/text-of";

/** A change of a CloudWatch alarm's state, whichever way it came. */
export type Alarm = {
  key: string;
  name: string;
  state: string;
  reason: string | undefined;
  description: string | undefined;
  /** The value of the last dimension of its metric: mostly the machine. */
  dimension: string | undefined;
  changedAt: string | undefined;
  console: string | undefined;
  details: Record<string, unknown>;
};

/** The alarm in what CloudWatch or EventBridge publishes; undefined where there is none. */
export function alarmIn(content: unknown): Alarm | undefined {
  return textAt(content, "NewStateValue") ? published(content) : bridged(content);
}

/** CloudWatch's own message. A composite alarm has an AlarmRule and no Trigger. */
function published(content: unknown): Alarm | undefined {
  const arn = textAt(content, "AlarmArn");
  const name = textAt(content, "AlarmName") ?? nameIn(arn);
  const state = textAt(content, "NewStateValue");
  if (!name || !state) return undefined;
  const place = [textAt(content, "AWSAccountId"), textAt(content, "Region"), name];
  return {
    key: arn ?? place.filter(Boolean).join("/"),
    name,
    state,
    reason: textAt(content, "NewStateReason"),
    description: textAt(content, "AlarmDescription"),
    dimension: dimensionIn(atPath(content, "Trigger.Dimensions")),
    changedAt: momentOf(atPath(content, "StateChangeTime")),
    console: consoleOf(arn, name),
    details: {
      description: textAt(content, "AlarmDescription"),
      account: textAt(content, "AWSAccountId"),
      region: textAt(content, "Region"),
      previousState: textAt(content, "OldStateValue"),
      trigger: atPath(content, "Trigger"),
      rule: textAt(content, "AlarmRule"),
    },
  };
}

/** EventBridge's "CloudWatch Alarm State Change". Its shape is from memory of AWS's documentation, not seen on the wire. */
function bridged(content: unknown): Alarm | undefined {
  if (textAt(content, "detail-type") !== "CloudWatch Alarm State Change") return undefined;
  const arn = textAt(content, "resources.0");
  const name = textAt(content, "detail.alarmName") ?? nameIn(arn);
  const state = textAt(content, "detail.state.value");
  if (!name || !state) return undefined;
  const place = [textAt(content, "account"), textAt(content, "region"), name];
  return {
    key: arn ?? place.filter(Boolean).join("/"),
    name,
    state,
    reason: textAt(content, "detail.state.reason"),
    description: textAt(content, "detail.configuration.description"),
    dimension: undefined,
    changedAt: momentOf(firstText(atPath(content, "detail.state.timestamp"), atPath(content, "time"))),
    console: consoleOf(arn, name),
    details: {
      account: textAt(content, "account"),
      region: textAt(content, "region"),
      previousState: textAt(content, "detail.previousState.value"),
      configuration: atPath(content, "detail.configuration"),
    },
  };
}

const alarmArn = /^arn:(aws[a-z-]*):cloudwatch:([a-z0-9-]+):\d*:alarm:(.+)$/s;

const nameIn = (arn: string | undefined): string | undefined => alarmArn.exec(arn ?? "")?.[3];

/** The region is taken from the ARN: in the message it is a name for people, "US East (N. Virginia)". */
function consoleOf(arn: string | undefined, name: string): string | undefined {
  const [, partition, region] = alarmArn.exec(arn ?? "") ?? [];
  if (partition !== "aws" || !region) return undefined;
  const alarm = encodeURIComponent(name.toWellFormed());
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${alarm}`;
}

function dimensionIn(dimensions: unknown): string | undefined {
  return Array.isArray(dimensions) ? textAt(dimensions.at(-1), "value", "Value") : undefined;
}
