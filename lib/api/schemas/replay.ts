import { z } from "zod";
import { outcomes } from "#db/vocabulary";
import { comparedFields } from "#lib/requests/compare-events";
import { momentText } from "#lib/schemas/text";

export const replayDraft = z
  .strictObject({
    config: z
      .record(z.string(), z.unknown())
      .meta({ description: "The config to try instead of the integration's; see GET /sources." }),
  })
  .meta({ id: "ReplayDraft" });

const change = z.enum(["same", "changed", "added", "removed"]);

const effect = z.object({
  does: z.enum(["opens", "adds", "acknowledges", "leaves_acknowledged", "resolves", "finds_nothing"]),
  incident: z
    .object({ id: z.uuid(), number: z.int() })
    .nullable()
    .meta({ description: "null where it is opened by the request itself, and where nothing is found." }),
});

export const replayPreviewAnswer = z
  .object({
    request: z.object({ id: z.uuid(), receivedAt: momentText }),
    before: z.object({ outcome: z.enum(outcomes), reason: z.string().nullable() }),
    now: z
      .object({ outcome: z.enum(outcomes).exclude(["late"]), reason: z.string().nullable() })
      .nullable()
      .meta({ description: "What it is read as today; null when it cannot be read again." }),
    events: z.array(
      z.object({
        change,
        at: z.int().nullable().meta({ description: "Its place among today's events; null when it is gone." }),
        fields: z.array(
          z.object({
            field: z.enum(comparedFields),
            change,
            before: z.string().nullable(),
            now: z.string().nullable(),
          }),
        ),
        effect: effect.nullable().meta({ description: "What replaying does; null for an event that is gone." }),
      }),
    ),
    more: z.int().meta({ description: "How many events there are beyond those listed." }),
    differs: z.boolean().meta({ description: "Whether anything is read differently today." }),
    obstacle: z
      .string()
      .nullable()
      .meta({ description: "Why it cannot be replayed, and what to do instead; null when it can." }),
  })
  .meta({ id: "ReplayPreview" });
