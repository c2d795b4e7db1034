import { openAddress } from "#lib/delivery/address";
import { type Attempted, attempt } from "#lib/delivery/attempt";
import type { Claimed } from "#lib/delivery/claim";
import { knownConfig } from "#lib/delivery/known-config";
import { messageOf } from "#lib/delivery/message";
import { publicUrl } from "#lib/env";
import { log } from "#lib/log";
import type { Http } from "#lib/net/http";

/** Makes a claimed delivery: one attempt, whatever comes of it. Never throws. */
export async function make(
  claimed: Claimed,
  making: { http: Http; now: Date; signal: AbortSignal },
): Promise<Attempted> {
  const { destination, event } = claimed;
  try {
    const { past, accepted } = claimed;
    const address = claimed.address && openAddress(claimed.address);
    const errand = { message: messageOf(event, publicUrl()), address, past, accepted };
    return await attempt(destination.type, knownConfig(destination), errand, making);
  } catch (error) {
    log.error({ error, delivery: claimed.id, destination: destination.id }, "a delivery could not be made");
    return {
      ...troubled(making.now),
      error: "Tocsin could not make this request; the log of the worker says why. It is tried again.",
    };
  }
}

// The trouble is ours and may pass (another TOCSIN_SECRET, say), so the message is not given up at once, nor is the receiver blamed.
function troubled(at: Date): Attempted {
  const timings = { dnsMs: null, connectMs: null, tlsMs: null, waitMs: null, totalMs: 0 };
  const nothing = {
    status: null,
    remoteAddress: null,
    request: null,
    responseHeaders: null,
    responseBody: null,
    responseTruncated: false,
  };
  return { ...nothing, class: "rejected", next: "retry", error: "", retryAfterSeconds: 0, at, timings };
}
