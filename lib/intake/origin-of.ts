import type { Origin } from "#lib/incidents/intake";
import type { Sender } from "#lib/intake/authenticate";

/** Where a sender's events come from. A request that names no sender is kept all the same. */
export function originOf(sender: Sender | undefined): Origin {
  if (!sender) return { serviceId: null, actor: { kind: "integration", id: null, name: "Unknown sender" } };
  const { serviceId, actor } = sender;
  return { serviceId, actor, integrationId: sender.kind === "integration" ? sender.integration.id : null };
}
