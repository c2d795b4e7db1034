import { allDestinations, destinationById } from "#db/queries/destinations";
import { type DestinationView, destinationView } from "#lib/destinations/view";
import { Refusal } from "#lib/refusal";

/** Every destination, oldest first. */
export async function listDestinations(now: Date): Promise<DestinationView[]> {
  return (await allDestinations(now)).map(destinationView);
}

/** The destination. Refuses when there is none. */
export async function readDestination(id: string, now: Date): Promise<DestinationView> {
  const row = await destinationById(id, now);
  if (!row) throw noSuchDestination();
  return destinationView(row);
}

/** The refusal for an id that names no destination. */
export function noSuchDestination(): Refusal {
  return new Refusal(
    "not_found",
    "There is no outbound integration with this id, or it was deleted. List them to find it.",
  );
}
