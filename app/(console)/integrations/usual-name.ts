/** The name that a new integration starts with: "Webhook integration by Alice, Nov 21". */
export function usualName(channel: string, person: { name: string; timeZone: string }, now: Date): string {
  const day = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: person.timeZone }).format(
    now,
  );
  return `${channel} integration by ${person.name}, ${day}`;
}
