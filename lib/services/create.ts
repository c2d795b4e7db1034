import type { ServiceView } from "#db/queries/services";
import { services } from "#db/schema/services";
import { type By, change } from "#lib/change/change";
import { nameTaken } from "#lib/services/name-taken";
import type { NewService } from "#lib/services/schema";

/** Creates a service. Refuses a name that another one has. */
export async function createService(input: NewService, by: By): Promise<ServiceView> {
  return change(by, async ({ tx, audit, wake }) => {
    const [created] = await tx
      .insert(services)
      .values({ ...input, createdAt: by.now })
      .onConflictDoNothing()
      .returning();
    if (!created) throw nameTaken(input.name);
    audit("service.created", { type: "service", id: created.id }, undefined, input);
    wake("services");
    const { deletedAt: _, ...view } = created;
    return { ...view, openIncidentCount: 0, triggeredIncidentCount: 0, integrationCount: 0 };
  });
}
