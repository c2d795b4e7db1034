import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const shownStates = ["all", "enabled", "disabled"] as const;
export type ShownState = (typeof shownStates)[number];

/** What narrows the list of integrations, as its address holds it. */
export const galleryParsers = { q: parseAsString, show: parseAsStringLiteral(shownStates).withDefault("all") };
