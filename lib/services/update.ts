import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { type ServiceView, serviceById } from "#db/queries/services";
import { services } from "#db/schema/services";
import { type By, type Change, change } from "#lib/change/change";
import { noSuchService } from "#lib/refusal";
import { isNameTaken, nameTaken } from "#lib/services/name-taken";
import type { ServiceChanges } from "#lib/services/schema";

/** Changes the fields that `changes` names. Refuses a name that another service has. */
export async function updateService(id: string, changes: ServiceChanges, by: By): Promise<ServiceView> {
  if (!isUuid(id)) throw noSuchService();
  try {
    await change(by, (writing) => write(writing, id, changes));
  } catch (error) {
    throw isNameTaken(error) ? nameTaken(changes.name ?? "") : error;
  }
  const service = await serviceById(id);
  if (!service) throw noSuchService();
  return service;
}

async function write({ tx, audit, wake }: Change, id: string, changes: ServiceChanges) {
  const [before] = await tx
    .select({ name: services.name, description: services.description, urgencies: services.urgencies })
    .from(services)
    .where(and(eq(services.id, id), isNull(services.deletedAt)))
    .for("update");
  if (!before) throw noSuchService();
  if (Object.values(changes).every((value) => value === undefined)) return;
  await tx.update(services).set(changes).where(eq(services.id, id));
  audit("service.updated", { type: "service", id }, before, { ...before, ...changes });
  wake("services");
}
