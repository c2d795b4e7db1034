import { randomUUID } from "node:crypto";
import { createIntegration, createService } from "#db/testing-rows";
import type { Sent } from "#lib/doors/testing-mounts";
import { seal } from "#lib/seal";

/** A request, the status it must get, and what the answer must say. */
export type BadRequest = [name: string, request: (w: Senders) => Sent, status: number, says: RegExp];

export const adminKey = `sk_live_${"b".repeat(32)}`;
export type Integration = Awaited<ReturnType<typeof createIntegration>>;
export type Senders = Record<
  | "prometheus"
  | "events"
  | "hook"
  | "signed"
  | "named"
  | "gitlab"
  | "google"
  | "topic"
  | "pinned"
  | "disabled"
  | "deleted"
  | "orphan",
  Integration
>;

/** One integration for each way in which a sender can be wrong. */
export async function makeSenders(): Promise<Senders> {
  const signed = (type: string, more: Partial<Integration> = {}) => {
    const id = randomUUID();
    return createIntegration({
      ...{ id, type, ...more },
      signatureSecret: seal("s3cret", `integrations:${id}:signature_secret`),
    });
  };
  const unlimited = { rateLimitPerMinute: 0 };
  return {
    prometheus: await createIntegration({ type: "prometheus", ...unlimited }),
    events: await createIntegration({ type: "pagerduty", ...unlimited }),
    hook: await createIntegration({ type: "webhook", ...unlimited }),
    signed: await signed("webhook"),
    named: await signed("webhook", { signatureHeader: "X-Proof" }),
    gitlab: await signed("gitlab"),
    google: await signed("google-cloud-monitoring"),
    topic: await createIntegration({ type: "cloudwatch", ...unlimited }),
    pinned: await createIntegration({ type: "cloudwatch", pinnedTopic: "arn:aws:sns:eu-west-1:1:alarms" }),
    disabled: await createIntegration({ type: "webhook", disabledAt: new Date() }),
    deleted: await createIntegration({ type: "webhook", deletedAt: new Date() }),
    orphan: await createIntegration({
      type: "webhook",
      serviceId: (await createService({ deletedAt: new Date() })).id,
    }),
  };
}

export const good = {
  event_action: "trigger",
  dedup_key: "k",
  payload: { summary: "s", source: "h", severity: "error" },
};
export const goodHook = '{"title":"Disk full"}';
/** An Events API request with `changes` to a good one. */
export const event =
  (changes: object) =>
  (w: Senders): Sent => ({
    path: "/v2/enqueue",
    body: JSON.stringify({ ...good, routing_key: w.events.key, ...changes }),
  });
