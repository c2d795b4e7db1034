import type { PersonView } from "#db/queries/people";
import type { Change } from "#lib/change/change";

type PersonChange = {
  action: string;
  event: "system.user_created" | "system.user_updated" | "system.user_deleted";
  summary: string;
  person: PersonView;
  before?: unknown;
  after?: unknown;
};

/** Writes what happened to a person into the audit log and the outbox, and tells screens. */
export function recordPerson({ audit, tell, wake }: Change, change: PersonChange): void {
  const { action, event, summary, person, before, after } = change;
  const { id, name, email, role, state } = person;
  audit(action, { type: "person", id }, before, after);
  tell(event, { summary, subject: { id, name, email, role, state } });
  wake("people");
}
