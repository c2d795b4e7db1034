import { cache } from "react";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { now } from "#lib/clock";
import { readDestination } from "#lib/destinations/read";
import { destinationFor } from "#lib/destinations/view";
import { orNotFound } from "./or-not-found";

/** The integration of this address as the browser of who looks has it; read once for layout, page and title. */
export const shownDestination = cache(async (id: string) => {
  const { role } = await permit("responder");
  return jsoned(destinationFor(role, await orNotFound(readDestination(id, now()))));
});
