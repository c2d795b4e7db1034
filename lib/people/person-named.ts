import { eq } from "drizzle-orm";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import { Refusal } from "#lib/refusal";

/** The person with this id as they are now; a Refusal when there is none. */
export async function personNamed(tx: Tx, personId: string): Promise<PersonView> {
  const [row] = await tx.select().from(people).where(eq(people.id, personId));
  if (!row) throw new Refusal("not_found", "There is no such person. Reload the page to see who is here.");
  return personView(row);
}
