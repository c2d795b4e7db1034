import { z } from "zod";
import { type IncidentFilter, incidentTabs } from "#db/queries/incident-filters";
import { severities, urgencies } from "#db/vocabulary";
import { Refusal } from "#lib/refusal";
import { cleanText } from "#lib/text";

const text = z.string().max(500).transform(cleanText);
const moment = z.iso
  .datetime({ offset: true, error: "Give a moment such as 2026-11-21T08:00:00Z." })
  .transform((value) => new Date(value));

/** The query string of the incident list, on screen and in the API alike. */
export const incidentQuery = z.object({
  status: z.enum(incidentTabs).optional(),
  mine: z
    .enum(["true", "false", "1", "0", ""])
    .transform((value) => value === "true" || value === "1")
    .optional(),
  serviceId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
  severity: z.enum(severities).optional(),
  urgency: z.enum(urgencies).optional(),
  source: text.optional(),
  q: text.optional(),
  since: moment.optional(),
  until: moment.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** The filter that the query asks for. `mine` is what is open and assigned to this person. */
export function filterOf({ mine, cursor: _cursor, limit: _limit, ...query }: z.output<typeof incidentQuery>, personId: string | null): IncidentFilter {
  if (!mine) return query;
  if (!personId) throw new Refusal("bad_request", "An API key has no incidents of its own. Use assigneeId instead of mine.");
  return { ...query, status: query.status ?? "open", assigneeId: personId };
}
