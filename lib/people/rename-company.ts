import { z } from "zod";
import { companies } from "#db/schema/people";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { nameInput } from "#lib/auth/input";
import { wake } from "#lib/live/wake";
import { recordAudit } from "#lib/record";

export const companyInput = z.object({ name: nameInput });

/** Changes what the company is called. */
export async function renameCompany(
  { name }: z.output<typeof companyInput>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  await transaction(async (tx) => {
    const [before] = await tx.select({ name: companies.name }).from(companies).for("update");
    if (before?.name === name) return;
    await tx.update(companies).set({ name });
    await recordAudit(tx, {
      actor,
      action: "company.renamed",
      objectType: "company",
      objectId: "1",
      before,
      after: { name },
      now,
    });
  });
  wake("people");
}
