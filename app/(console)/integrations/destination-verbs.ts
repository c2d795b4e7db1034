import { ask } from "#lib/browser/ask";
import type { CheckResult, Delivery, Destination, TestResult } from "#lib/browser/destination";

type Config = Record<string, unknown>;
export type Draft = { name: string; config: Config; events: string[] };

// What admins do to integrations and responders to deliveries, asked of the REST API.

export const addDestination = (type: string, draft: Draft) =>
  ask<Destination>("/api/v1/destinations", { method: "POST", body: { type, ...draft } });
export const saveDestination = (id: string, draft: Partial<Draft>) =>
  ask<Destination>(`/api/v1/destinations/${id}`, { method: "PATCH", body: draft });
export const enableDestination = (id: string) =>
  ask<Destination>(`/api/v1/destinations/${id}/enable`, { method: "POST", body: {} });
export const disableDestination = (id: string) =>
  ask<Destination>(`/api/v1/destinations/${id}/disable`, { method: "POST", body: {} });
export const removeDestination = (id: string) => ask<null>(`/api/v1/destinations/${id}`, { method: "DELETE" });

/** Sends a test by what is saved; the log has it. */
export const testSaved = (id: string) =>
  ask<TestResult>(`/api/v1/destinations/${id}/test`, { method: "POST", body: {} });

/** Sends a test by a config that is not saved; secrets that it leaves out are those of `destinationId`. */
export const testDraft = (type: string, config: Config, destinationId: string | undefined) =>
  ask<TestResult>("/api/v1/destinations/test", {
    method: "POST",
    body: { type, config, ...(destinationId && { destinationId }) },
  });

/** Asks silently whether what is saved is accepted. */
export const checkSaved = (id: string) =>
  ask<CheckResult>(`/api/v1/destinations/${id}/check`, { method: "POST", body: {} });

/** The same for a config that is not saved; secrets that it leaves out are those of `destinationId`. */
export const checkDraft = (type: string, config: Config, destinationId: string | undefined) =>
  ask<CheckResult>("/api/v1/destinations/check", {
    method: "POST",
    body: { type, config, ...(destinationId && { destinationId }) },
  });

export const replayDelivery = (id: string) =>
  ask<Delivery>(`/api/v1/deliveries/${id}/replay`, { method: "POST", body: {} });
export const tryDeliveryNow = (id: string) =>
  ask<Delivery>(`/api/v1/deliveries/${id}/try-now`, { method: "POST", body: {} });

/** How many failed and discarded messages since then were not sent again yet. */
export const countReplayable = (id: string, since: string, signal?: AbortSignal) =>
  ask<{ count: number }>(
    `/api/v1/destinations/${id}/replay-failed?since=${encodeURIComponent(since)}`,
    signal && { signal },
  );
export const replayFailed = (id: string, since: string) =>
  ask<{ count: number }>(`/api/v1/destinations/${id}/replay-failed`, { method: "POST", body: { since } });
