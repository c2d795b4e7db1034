import type { ServiceView } from "#db/queries/services";
import { services } from "#db/schema/services";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import type { NewService } from "#lib/api/schemas/services";
import { wake } from "#lib/live/wake";
import { recordAudit } from "#lib/record";
import { nameTaken } from "#lib/services/name-taken";

/** Creates a service. Refuses a name that another one has. */
export async function createService(
  input: NewService,
  { actor, now }: { actor: Actor; now: Date },
): Promise<ServiceView> {
  const service = await transaction(async (tx) => {
    const [created] = await tx
      .insert(services)
      .values({ ...input, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!created) throw nameTaken(input.name);
    await recordAudit(tx, {
      actor,
      action: "service.created",
      objectType: "service",
      objectId: created.id,
      after: input,
      now,
    });
    return created;
  });
  wake("services");
  const { deletedAt: _, ...view } = service;
  return { ...view, openIncidentCount: 0, triggeredIncidentCount: 0, integrationCount: 0 };
}
