import type { EventChoice } from "#lib/events/index";

/** What an event type is called on screen: "Triggered", "Test message". */
export function eventLabel(choices: readonly EventChoice[], type: string): string {
  if (type === "integration.test") return "Test message";
  return choices.find((event) => event.id === type)?.label ?? type;
}
