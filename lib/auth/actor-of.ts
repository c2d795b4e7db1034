import type { Actor } from "#db/vocabulary";

/** The person as written into timelines and the audit log. */
export function actorOf(person: { id: string; name: string }): Actor {
  return { kind: "person", id: person.id, name: person.name };
}
