import { parseAsStringLiteral } from "nuqs/server";
import { outcomes } from "#db/vocabulary";

/** What the address of the log says: of which outcome the requests are. */
export const logParsers = { outcome: parseAsStringLiteral(outcomes) };
