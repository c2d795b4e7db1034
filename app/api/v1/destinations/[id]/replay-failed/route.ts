import { readBody } from "#lib/api/read-body";
import { readQuery } from "#lib/api/read-query";
import { apiRoute, methods } from "#lib/api/route";
import { previewReplay, replayAll } from "#lib/delivery/replay";
import { readDestination } from "#lib/destinations/read";
import { replayChoice } from "#lib/destinations/schema";

const dayMs = 86_400_000;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<"id">({
  GET: apiRoute<"id">("responder", async ({ request, params, now }) => {
    const since = sinceOf(readQuery(request, replayChoice), now);
    const { id } = await readDestination(params.id, now);
    return previewReplay(id, since);
  }),
  POST: apiRoute<"id">("responder", async ({ request, params, actor, now }) => {
    const since = sinceOf(await readBody(request, replayChoice), now);
    return replayAll(params.id, since, { actor, now });
  }),
});

function sinceOf({ since }: { since?: string | undefined }, now: Date): Date {
  return since === undefined ? new Date(now.getTime() - dayMs) : new Date(since);
}
