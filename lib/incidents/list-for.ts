import { listIncidents } from "#db/queries/incidents";
import type { Role } from "#db/vocabulary";
import { addressHider } from "#lib/redact/hide-addresses";

/** A page of incidents as a reader with `role` is shown them. */
export async function listFor(
  role: Role,
  ...asked: Parameters<typeof listIncidents>
): ReturnType<typeof listIncidents> {
  const page = await listIncidents(...asked);
  const hideAddresses = await addressHider(
    role,
    page.data.map(({ id }) => id),
  );
  return hideAddresses(page);
}
