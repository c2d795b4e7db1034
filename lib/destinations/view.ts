import type { DestinationRow } from "#db/queries/destinations";
import type { Role } from "#db/vocabulary";
import { allows } from "#lib/auth/roles";
import { findChannel } from "#lib/channels/index";
import { readConfig } from "#lib/destinations/config";
import { type StoredSecrets, storedSecrets, withoutQueries } from "#lib/forms/secret-fields";
import { log } from "#lib/log";

/** A destination as admins see it. Never holds a secret, only which ones are set. */
export type DestinationView = {
  id: string;
  type: string;
  name: string;
  /** Where it goes, in a word: a host name. */
  target: string;
  config: Record<string, unknown>;
  secrets: StoredSecrets;
  /** None means that nothing is sent. */
  events: string[];
  enabled: boolean;
  disabledAt: Date | null;
  disabledReason: string | null;
  /** Its credentials are refused: what waits is held until they are corrected. */
  blockedAt: Date | null;
  blockedReason: string | null;
  createdAt: Date;
  health: DestinationHealth;
};

export type DestinationHealth = {
  /** Requests of the last 24 hours. */
  delivered: number;
  failed: number;
  /** Deliveries that wait, and those among them that failed at least once. */
  pending: number;
  retrying: number;
  inFlight: number;
  /** Failures in a row; from three on it is tried with one delivery at a time. */
  consecutiveFailures: number;
  /** Nothing is sent before this moment: the receiver asked us to slow down. */
  notBefore: Date | null;
  lastDeliveredAt: Date | null;
  lastError: { deliveryId: string; at: Date; text: string } | null;
};

/** The destination for a reader with `role`: what stands in the query of an address is for admins. */
export function destinationFor<View extends DestinationView>(role: Role, view: View): View {
  if (allows(role, "admin")) return view;
  const channel = findChannel(view.type);
  return { ...view, config: channel ? withoutQueries(channel.fields, view.config) : {} };
}

/** The destination as admins see it. */
export function destinationView(row: DestinationRow): DestinationView {
  const {
    secrets: _,
    lastErrorId,
    lastErrorAt,
    lastError,
    delivered,
    failed,
    pending,
    retrying,
    inFlight,
    consecutiveFailures,
    notBefore,
    lastDeliveredAt,
    ...rest
  } = row;
  return {
    ...rest,
    ...shownConfig(row),
    enabled: row.disabledAt === null,
    health: {
      delivered,
      failed,
      pending,
      retrying,
      inFlight,
      consecutiveFailures,
      notBefore,
      lastDeliveredAt,
      lastError:
        lastError && lastErrorId && lastErrorAt ? { deliveryId: lastErrorId, at: lastErrorAt, text: lastError } : null,
    },
  };
}

// A card must be drawn also when its secrets cannot be opened or its channel is gone, so that somebody can mend it.
function shownConfig(row: DestinationRow): Pick<DestinationView, "target" | "secrets"> {
  const channel = findChannel(row.type);
  if (!channel) return { target: row.type, secrets: {} };
  try {
    const config = readConfig(row);
    return { target: channel.target(config), secrets: storedSecrets(channel.fields, config) };
  } catch (error) {
    log.warn({ error, destination: row.id }, "the settings of an integration cannot be read");
    return { target: "settings cannot be read", secrets: {} };
  }
}
