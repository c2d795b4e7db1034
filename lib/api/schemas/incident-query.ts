import { z } from "zod";
import { incidentTabs } from "#db/queries/incident-filters";
import { mostPerPage } from "#db/queries/incidents";
import { incidentSorts, severities, urgencies } from "#db/vocabulary";
import { paging, several } from "#lib/api/read-query";
import { givenMoment } from "#lib/schemas/text";

const toDate = (text: string) => new Date(text);
const who = z.union([z.uuid(), z.enum(["me", "none"])], "The id of a person, me, or none.");

export const incidentFilter = z
  .strictObject({
    status: z
      .enum(incidentTabs)
      .default("all")
      .meta({ description: "open is triggered or acknowledged, and not snoozed." }),
    serviceId: several(z.uuid(), "Incidents of any of these services; repeat it, or separate values by commas."),
    assigneeId: several(who, "Assigned to any of these people; me is you, none is nobody."),
    severity: several(z.enum(severities), "Any of these."),
    urgency: several(z.enum(urgencies), "Any of these."),
    source: several(z.string().max(255), "The machine or system that the trouble is at. Repeat it for several.", {
      commas: false,
    }),
    q: z.string().max(500).optional().meta({ description: "Words of the incident, or #412." }),
    since: givenMoment.transform(toDate).optional().meta({ description: "Opened at this moment or later." }),
    until: givenMoment.transform(toDate).optional().meta({ description: "Opened before this moment." }),
  })
  .meta({ id: "IncidentFilter" });

export const incidentQuery = z.strictObject({
  ...incidentFilter.shape,
  sort: z.enum(incidentSorts).default("-number").meta({
    description:
      "What comes first; with a minus the highest or newest. -priority is triggered before acknowledged, then high urgency, then newest.",
  }),
  ...paging(mostPerPage, 50),
});
