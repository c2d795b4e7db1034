import { z } from "zod";
import { actions, outcomes, severities } from "#db/vocabulary";
import { momentText } from "#lib/schemas/text";

export const mappingDraft = z
  .strictObject({
    config: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "The config to try; see GET /sources. Left out: the saved one." }),
    requestId: z
      .uuid("This is no id of a request. GET /integrations/{id}/requests lists them.")
      .optional()
      .meta({ description: "The request to read. Left out: the last that came with a body." }),
    body: z
      .unknown()
      .optional()
      .meta({ description: "An example to read instead of a request: JSON, or text as the tool would send it." }),
    withBody: z.boolean().default(true).meta({ description: "false leaves the parsed body out of the answer." }),
  })
  .refine(({ requestId, body }) => requestId === undefined || body === undefined, {
    path: ["body"],
    message: "Give either requestId or body: one thing is read at a time.",
  })
  .meta({ id: "MappingDraft" });

export const mappingPreviewAnswer = z
  .object({
    request: z
      .object({ id: z.uuid(), receivedAt: momentText, outcome: z.enum(outcomes) })
      .nullable()
      .meta({ description: "What was read; null for a body that was given." }),
    outcome: z
      .enum(["accepted", "ignored", "test", "handshake", "refused"])
      .meta({ description: "What would become of it." }),
    reason: z.string().nullable().meta({ description: "Why it would open nothing." }),
    events: z.array(
      z.object({
        action: z.enum(actions),
        dedupKey: z.string(),
        summary: z.string(),
        severity: z.enum(severities),
        severityFrom: z.enum(["request", "fixed", "default"]).meta({
          description: "Whether the request says it, the config fixes it, or the integration's default is used.",
        }),
        source: z.string(),
        links: z.array(z.object({ href: z.string(), text: z.string().optional() })),
      }),
    ),
    more: z.int().meta({ description: "How many events there are beyond those listed." }),
    problems: z.array(z.object({ path: z.string(), message: z.string() })),
    body: z.unknown().meta({ description: "The parsed body, without keys; null for one that cannot be read." }),
  })
  .meta({ id: "MappingPreview" });
