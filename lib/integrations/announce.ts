import { forgetIntegration } from "#lib/intake/authenticate";
import { wake } from "#lib/live/wake";

/** Tells screens that an integration changed, and every process to read it again before the next request. */
export function announceIntegration(id: string): void {
  forgetIntegration(id);
  wake("integrations", `integration:${id}`);
}
