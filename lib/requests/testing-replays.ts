import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "#db/client";
import { type RequestView, requestsOfIntegration } from "#db/queries/requests";
import { integrations } from "#db/schema/services";
import type { createIntegration } from "#db/testing-rows";
import type { Actor } from "#db/vocabulary";
import { wake } from "#lib/change/wake";
import { now } from "#lib/clock";
import { doorFor } from "#lib/doors/index";
import { pendingIntakes } from "#lib/incidents/batch";
import type { RawAnswer } from "#lib/intake/raw";
import { topicsOf } from "#lib/integrations/change";
import { previewReplay } from "#lib/requests/preview-replay";

export type Integration = Awaited<ReturnType<typeof createIntegration>>;

export const alice: Actor = { kind: "person", id: randomUUID(), name: "Alice Adams" };
export const doing = () => ({ actor: alice, now: now() });

const sent = { method: "POST", query: "", headers: { "content-type": "application/json" }, ip: "127.0.0.1" };

/** Posts JSON as a sender would, to the integration's own address unless another path is given. */
export async function post(
  to: Integration,
  body: object,
  {
    headers = {},
    path = `/api/integrations/${to.type}/${to.id}`,
  }: { headers?: Record<string, string>; path?: string } = {},
): Promise<RawAnswer> {
  const answer = await doorFor(path).serve({
    ...sent,
    path,
    headers: { ...sent.headers, ...headers },
    body: Buffer.from(JSON.stringify(body)),
  });
  // A refused request is kept after it was answered.
  while (pendingIntakes() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return answer;
}

/** Does something while the integration is disabled. */
export async function disable(integration: Integration, meanwhile: () => Promise<unknown>): Promise<void> {
  const set = async (disabledAt: Date | null) => {
    await db().update(integrations).set({ disabledAt }).where(eq(integrations.id, integration.id));
    wake(...topicsOf(integration.id));
  };
  await set(now());
  await meanwhile();
  await set(null);
}

export const names = (integration: Integration, request: { id: string } | undefined) => ({
  integrationId: integration.id,
  requestId: request?.id ?? "",
});
export const preview = (integration: Integration, request: RequestView) =>
  previewReplay(names(integration, request), now());
/** What the integration received, newest first. */
export const all = async (integration: Integration) => (await requestsOfIntegration(integration.id)).data;

export async function latest(integration: Integration): Promise<RequestView> {
  const [request] = await all(integration);
  if (!request) throw new Error("nothing was kept");
  return request;
}
