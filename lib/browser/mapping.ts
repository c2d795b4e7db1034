import type { z } from "zod";
import type { mappingPreviewAnswer } from "#lib/api/schemas/mapping";

/** What a request would become, as the browser has it: the API's answer. */
export type MappingPreview = z.output<typeof mappingPreviewAnswer>;
