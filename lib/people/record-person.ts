import type { PersonView } from "#db/queries/people";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { recordAudit, recordSystemEvent } from "#lib/record";

type Change = {
  action: string;
  event: "system.user_created" | "system.user_updated" | "system.user_deleted";
  summary: string;
  person: PersonView;
  before?: unknown;
  after?: unknown;
};

/** Writes what happened to a person into the audit log and the outbox. Wake "people" and "outbox" after the commit. */
export async function recordPerson(tx: Tx, change: Change, { actor, now }: { actor: Actor; now: Date }): Promise<void> {
  const { action, event, summary, person, before, after } = change;
  const { id, name, email, role, state } = person;
  await recordAudit(tx, { actor, action, objectType: "person", objectId: id, before, after, now });
  await recordSystemEvent(tx, { type: event, actor, summary, subject: { id, name, email, role, state }, now });
}
