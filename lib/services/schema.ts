import { z } from "zod";
import { urgencies } from "#db/vocabulary";
import { momentText, nameText, paragraphs } from "#lib/schemas/text";

const urgency = z.enum(urgencies).optional();
const urgenciesBySeverity = z
  .strictObject({ info: urgency, warning: urgency, error: urgency, critical: urgency })
  .meta({
    description: "The urgency of a new incident by its severity. A severity that is not named is high.",
    example: { info: "low", warning: "low" },
  });

export const newService = z
  .strictObject({
    name: nameText.meta({ description: "Unique, whatever its case.", example: "Payments" }),
    description: paragraphs.optional(),
    urgencies: urgenciesBySeverity.optional(),
  })
  .meta({ id: "NewService" });
export type NewService = z.output<typeof newService>;

export const serviceChanges = newService
  .partial()
  .meta({ id: "ServiceChanges", description: "What to change; what is left out stays as it is." });
export type ServiceChanges = z.output<typeof serviceChanges>;

export const serviceAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    urgencies: urgenciesBySeverity,
    createdAt: momentText,
    openIncidentCount: z.int().meta({ description: "Triggered and acknowledged incidents." }),
    triggeredIncidentCount: z.int(),
    integrationCount: z.int(),
  })
  .meta({ id: "Service" });
