import type { IntegrationRow } from "#db/queries/integrations";
import type { Outcome, Severity } from "#db/vocabulary";
import { publicUrl } from "#lib/env";
import { log } from "#lib/log";
import { unseal } from "#lib/seal";
import { keyPlace } from "#lib/signatures/places";

/** An integration as screens and the API show it. Never holds the signature secret. */
export type IntegrationView = {
  id: string;
  serviceId: string;
  type: string;
  name: string;
  /** Null in a view without keys, and when it was sealed with another TOCSIN_SECRET. */
  key: string | null;
  /** Rotated keys that still work. */
  previousKeys: { ending: string; expiresAt: Date }[];
  webhookUrl: string;
  /** Where events in the format of the Events API v2 go, with the key as routing key. */
  eventsUrl: string;
  enabled: boolean;
  disabledAt: Date | null;
  hasSignatureSecret: boolean;
  /** Until when the secret before this one still works. */
  previousSecretValidUntil: Date | null;
  /** The header the proof is in; null for the source's own. */
  signatureHeader: string | null;
  /** The Amazon SNS topic whose messages alone are taken, once one was confirmed. */
  pinnedTopic: string | null;
  config: Record<string, unknown>;
  defaultSeverity: Severity;
  rateLimitPerMinute: number;
  /** Its dedup keys are those of the other integrations of the service that share theirs. */
  sharesKeys: boolean;
  usedThisMinute: number;
  /** Requests that came over the limit within the last hour: late ones and refused ones. */
  overLimitLastHour: number;
  /** Late requests whose turn has not come. */
  waiting: number;
  createdAt: Date;
  lastRequest: { receivedAt: Date; outcome: Outcome; status: number } | null;
};

/** `base` is where the reader reaches Tocsin; `showKey` where the key is wanted. */
export function integrationView(
  row: IntegrationRow,
  { base = publicUrl(), showKey }: { base?: string; showKey: boolean },
): IntegrationView {
  const { keys, lastRequest, ...rest } = row;
  return {
    ...rest,
    key: showKey ? currentKey(keys) : null,
    previousKeys: showKey ? previousKeys(keys) : [],
    webhookUrl: webhookUrl(row, base),
    eventsUrl: `${base}/api/events`,
    enabled: row.disabledAt === null,
    lastRequest: lastRequest && { ...lastRequest, receivedAt: new Date(lastRequest.receivedAt) },
  };
}

export function webhookUrl(integration: { id: string; type: string }, base: string): string {
  return `${base}/api/integrations/${integration.type}?integrationId=${integration.id}`;
}

function currentKey(keys: IntegrationRow["keys"]): string | null {
  const current = keys.find((key) => key.expiresAt === null);
  return current ? clearKey(current) : null;
}

function previousKeys(keys: IntegrationRow["keys"]): IntegrationView["previousKeys"] {
  return keys.flatMap((key) =>
    key.expiresAt === null ? [] : [{ ending: clearKey(key)?.slice(-4) ?? "????", expiresAt: new Date(key.expiresAt) }],
  );
}

// An integration must be drawn also when its key cannot be opened, so that somebody can give it a new one.
function clearKey({ keyHash, sealedKey }: IntegrationRow["keys"][number]): string | null {
  try {
    return unseal(Buffer.from(sealedKey, "base64"), keyPlace(keyHash));
  } catch (error) {
    log.warn({ error }, "the key of an integration cannot be opened; its page can give it a new one");
    return null;
  }
}
