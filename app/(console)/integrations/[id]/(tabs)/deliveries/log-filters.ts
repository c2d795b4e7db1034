import { parseAsStringLiteral } from "nuqs/server";
import { deliveryStates } from "#db/vocabulary";

/** What narrows the log, as its address holds it. */
export const logParsers = { state: parseAsStringLiteral(deliveryStates) };
