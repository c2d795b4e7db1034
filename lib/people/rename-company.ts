import { z } from "zod";
import { companies } from "#db/schema/people";
import { nameInput } from "#lib/auth/input";
import { type By, change } from "#lib/change/change";

export const companyInput = z.object({ name: nameInput });

/** Changes what the company is called. */
export async function renameCompany({ name }: z.output<typeof companyInput>, by: By): Promise<void> {
  await change(by, async ({ tx, audit, wake }) => {
    const [before] = await tx.select({ name: companies.name }).from(companies).for("update");
    if (before?.name === name) return;
    await tx.update(companies).set({ name });
    audit("company.renamed", { type: "company", id: "1" }, before, { name });
    wake("people");
  });
}
