import { cache } from "react";
import { jsoned } from "#lib/browser/incident";
import { now } from "#lib/clock";
import { readDestination } from "#lib/destinations/read";
import { orNotFound } from "./or-not-found";

/** The integration of this address as the browser has it; read once for layout, page and title. */
export const shownDestination = cache(async (id: string) => jsoned(await orNotFound(readDestination(id, now()))));
