import type { ActorKind } from "#db/vocabulary";

/** Who does something, as it is written into timelines and the audit log. */
export type Actor = { kind: ActorKind; id: string | null; name: string };

export const tocsinItself: Actor = { kind: "system", id: null, name: "Tocsin" };
