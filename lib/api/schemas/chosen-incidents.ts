import { z } from "zod";
import { incidentFilter } from "#lib/api/schemas/incident-query";
import { assignment, eitherMoment, eitherPeople, snoozeChoice } from "#lib/api/schemas/incidents";

const chosen = {
  ids: z
    .array(z.uuid())
    .min(1, "Give at least one id.")
    .max(500, "At most 500 incidents at once.")
    .optional()
    .meta({ description: "These incidents." }),
  filter: incidentFilter.optional().meta({
    description:
      "All incidents that fit, as in the list, up to 5,000 in one call. Give until too, so that none is caught that opened later.",
  }),
};

const isEither = ({ ids, filter }: { ids?: unknown; filter?: unknown }) =>
  (ids === undefined) !== (filter === undefined);
const either = { error: "Give either ids or filter.", path: ["ids"] };

export const chosenIncidents = z.strictObject(chosen).refine(isEither, either).meta({ id: "ChosenIncidents" });

export const manySnoozed = z
  .strictObject({ ...chosen, ...snoozeChoice.shape })
  .refine(isEither, either)
  .refine(...eitherMoment)
  .meta({ id: "SnoozeMany" });

export const manyAssigned = z
  .strictObject({ ...chosen, ...assignment.shape })
  .refine(isEither, either)
  .refine(...eitherPeople)
  .meta({ id: "AssignMany" });
