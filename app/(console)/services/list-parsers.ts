import { parseAsString } from "nuqs/server";

/** What the address of the list of services says: a search and where the page begins. */
export const listParsers = { q: parseAsString, after: parseAsString };
