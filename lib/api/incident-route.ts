import type { z } from "zod";
import { readBody } from "#lib/api/read-body";
import { apiRoute, methods } from "#lib/api/route";
import type { By } from "#lib/change/change";
import type { Verdict } from "#lib/incidents/change-incidents";

/** The route of a verb that changes one incident: for responders, its body read by `schema`. */
export function incidentRoute<Schema extends z.ZodType>(
  schema: Schema,
  verb: (id: string, input: z.output<Schema>, by: By) => Promise<Verdict>,
) {
  return methods<"id">({
    POST: apiRoute<"id">("responder", async ({ request, params, actor, now }) => {
      const { incident, changed, by } = await verb(params.id, await readBody(request, schema), { actor, now });
      return { ...incident, changed, by: by ?? null };
    }),
  });
}
