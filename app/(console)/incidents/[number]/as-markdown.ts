import type { Incident } from "#lib/browser/incident";
import { exactTime, plural } from "#lib/format";

/** An entry of the timeline, as it is said. */
export type Said = { at: string; sentence: string; words?: string };

/** The incident as text for a chat or a ticket, with exact times in the person's zone. */
export function asMarkdown(incident: Incident, timeline: Said[], address: string, zone: string): string {
  const facts: [string, string | undefined][] = [
    ["State", stateText(incident, zone)],
    ["Service", incident.service.name],
    ["Severity", `${incident.severity}, urgency ${incident.urgency}`],
    ["Source", incident.source],
    ["Opened", exactTime(incident.openedAt, zone)],
    ["Alerts", `${plural(incident.alertCount, "alert")}, the last at ${exactTime(incident.lastAlertAt, zone)}`],
    ["Assigned to", incident.assignees.map((person) => person.name).join(", ") || "nobody"],
    ["Dedup key", `\`${incident.dedupKey.replaceAll("`", "'")}\``],
  ];
  return [
    `# #${incident.number} ${oneLine(incident.title)}`,
    "",
    address,
    "",
    ...facts.map(([name, value]) => `- **${name}:** ${value}`),
    ...incident.links.map((link) => `- [${oneLine(link.text ?? link.href)}](${link.href})`),
    "",
    "## Timeline",
    "",
    ...timeline.map((entry) => lineOf(entry, zone)),
    "",
  ].join("\n");
}

function stateText(incident: Incident, zone: string): string {
  if (incident.resolvedAt) return `resolved at ${exactTime(incident.resolvedAt, zone)}`;
  if (incident.snoozedUntil) return `snoozed until ${exactTime(incident.snoozedUntil, zone)}`;
  if (incident.acknowledgedAt) return `acknowledged at ${exactTime(incident.acknowledgedAt, zone)}`;
  return incident.status;
}

function lineOf({ at, sentence, words }: Said, zone: string): string {
  const quote = words
    ? `\n${words
        .split("\n")
        .map((line) => `  > ${line}`)
        .join("\n")}`
    : "";
  return `- ${exactTime(at, zone)}: ${sentence}${quote}`;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
