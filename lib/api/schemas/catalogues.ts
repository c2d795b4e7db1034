import { z } from "zod";
import { roles, scopes } from "#db/vocabulary";
import { momentText } from "#lib/schemas/text";

const field = z
  .looseObject({ name: z.string(), label: z.string(), kind: z.string(), required: z.boolean() })
  .meta({ id: "Field", description: "One field of a form; more keys follow from its kind." });

const card = {
  id: z.string(),
  name: z.string(),
  group: z.string(),
  description: z.string(),
  icon: z.string().optional(),
  setup: z.string(),
  fields: z.array(field),
};

export const sourceAnswer = z
  .object({
    ...card,
    samples: z.array(
      z.object({ title: z.string(), payload: z.unknown(), config: z.record(z.string(), z.unknown()).optional() }),
    ),
  })
  .meta({ id: "Source" });

export const channelAnswer = z
  .object({
    ...card,
    checks: z.boolean().meta({ description: "Its credentials can be checked without anybody seeing a message." }),
    carries: z
      .array(z.string())
      .optional()
      .meta({ description: "The groups of events it can carry; all when absent." }),
  })
  .meta({ id: "Channel" });

export const personAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    state: z.enum(["active", "invited", "disabled"]),
  })
  .meta({ id: "Person" });

export const apiKeyAnswer = z
  .object({
    id: z.uuid().nullable().meta({ description: "Null for the key from the environment, TOCSIN_API_KEY." }),
    name: z.string(),
    ending: z.string().meta({ description: "Its last four characters." }),
    scopes: z.array(z.enum(scopes)),
    createdBy: z.string().nullable(),
    createdAt: momentText.nullable(),
    expiresAt: momentText.nullable(),
    lastUsedAt: momentText.nullable(),
  })
  .meta({ id: "ApiKey" });
