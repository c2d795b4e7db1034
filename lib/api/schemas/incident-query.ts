import { z } from "zod";
import { incidentTabs } from "#db/queries/incident-filters";
import { mostPerPage } from "#db/queries/incidents";
import { severities, urgencies } from "#db/vocabulary";
import { paging } from "#lib/api/read-query";
import { givenMoment } from "#lib/schemas/text";

const toDate = (text: string) => new Date(text);

export const incidentQuery = z.strictObject({
  status: z
    .enum(incidentTabs)
    .default("all")
    .meta({ description: "open is triggered or acknowledged, and not snoozed." }),
  serviceId: z.uuid().optional(),
  assigneeId: z
    .union([z.uuid(), z.literal("me")], "The id of a person, or me.")
    .optional()
    .meta({ description: "The id of a person, or me." }),
  severity: z.enum(severities).optional(),
  urgency: z.enum(urgencies).optional(),
  source: z.string().max(255).optional().meta({ description: "The machine or system that the trouble is at." }),
  q: z.string().max(500).optional().meta({ description: "Words of the incident, or #412." }),
  since: givenMoment.transform(toDate).optional().meta({ description: "Opened at this moment or later." }),
  until: givenMoment.transform(toDate).optional().meta({ description: "Opened before this moment." }),
  ...paging(mostPerPage, 50),
});
