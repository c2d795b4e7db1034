import type { z } from "zod";
import type { Channel } from "#lib/channels/contract";
import { findChannel } from "#lib/channels/index";
import { type EventType, events } from "#lib/events/index";
import { Refusal } from "#lib/refusal";
import { nameText } from "#lib/schemas/text";

type Config = Record<string, unknown>;

/** The channel of this name. Refuses when there is none. */
export function channelNamed(type: string): Channel {
  const channel = findChannel(type);
  if (channel) return channel;
  const problem = `"${type.slice(0, 60)}" is no channel. GET /api/v1/channels lists them.`;
  throw new Refusal("invalid", problem, { fields: { type: problem } });
}

/** The config as the channel stores it. Refuses one that does not fit, with what is wrong in each field. */
export function checkedConfig(channel: Channel, config: Config): Config {
  const parsed = channel.config.strict().safeParse(config);
  if (!parsed.success) throw unfit(parsed.error.issues.flatMap(problemsOf).toReversed());
  const problems = Object.entries(channel.problems(parsed.data));
  if (problems.length > 0) throw unfit(problems.map(([name, problem]) => [`config.${name}`, problem]));
  return parsed.data;
}

const unfit = (fields: [string, string][]) =>
  new Refusal("invalid", "Some settings do not fit; see what is wrong with each field.", {
    fields: Object.fromEntries(fields),
  });

/** The event types without repeats, in the order of the catalogue. Refuses unknown ones, and what the channel cannot carry. */
export function checkedEvents({ name, carries }: Channel, given: readonly string[]): EventType[] {
  const carried = events.filter(({ group }) => !carries || carries.includes(group)).map(({ id }) => id);
  const unknown = given.find((event) => !carried.some((type) => type === event));
  if (unknown === undefined) return carried.filter((type) => given.includes(type));
  const problem = `"${unknown.slice(0, 60)}" is no event type that ${name} carries. Choose among ${carried.join(", ")}.`;
  throw new Refusal("invalid", problem, { fields: { events: problem } });
}

/** The name, trimmed. Refuses none and one that is too long. */
export function checkedName(name: string): string {
  const parsed = nameText.safeParse(name);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? "Give it a name.";
  throw new Refusal("invalid", problem, { fields: { name: problem } });
}

function problemsOf(issue: z.core.$ZodIssue): [string, string][] {
  const path = ["config", ...issue.path.map(String)];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => [[...path, key].join("."), "The channel has no such setting."]);
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return [[path.join("."), missing ? "This is needed." : issue.message]];
}
