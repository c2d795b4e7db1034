import { catalogue, testEventType } from "#lib/events/catalogue";

/** What an event type is called on screen: "Triggered", "Test message". */
export function eventLabel(type: string): string {
  if (type === testEventType) return "Test message";
  return catalogue.find((event) => event.id === type)?.label ?? type;
}
