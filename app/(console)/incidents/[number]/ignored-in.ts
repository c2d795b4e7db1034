import { z } from "zod";
import type { TimelineKind } from "#db/vocabulary";

const ignored = z.object({ integrationId: z.string(), requestId: z.string() });

/** The request whose trigger opened nothing, where the entry tells of one. */
export function ignoredIn({
  kind,
  details,
}: {
  kind: TimelineKind;
  details: unknown;
}): z.output<typeof ignored> | undefined {
  return kind === "trigger_ignored" ? ignored.safeParse(details).data : undefined;
}
