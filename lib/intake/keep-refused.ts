import { newId } from "#db/id";
import { admit } from "#lib/incidents/admit";
import type { Sender } from "#lib/intake/authenticate";
import { keepBeginning } from "#lib/intake/kept-body";
import { originOf } from "#lib/intake/origin-of";
import type { RawRequest } from "#lib/intake/raw";
import { receivedRequest } from "#lib/intake/received-request";
import { log } from "#lib/log";
import type { Source } from "#lib/sources/contract";

type Refused = { request: RawRequest; receivedAt: Date; source?: Source; sender?: Sender };

/** Refused requests kept a minute, for one integration and for all that name none: enough to see, too few to flood. */
const mostKeptPerMinute = 30;

let minute = 0;
const keptThisMinute = new Map<string, number>();

/** Keeps a refused request for the inspector. Nobody waits for it, and it is dropped when the database is away. */
export function keepRefused(
  { request, receivedAt, source, sender }: Refused,
  ending: { outcome: "refused" | "ignored"; status: number; message: string },
): void {
  const { body, reason } = keepBeginning(request.body, ending.message);
  const kept = receivedRequest({ ...request, body }, receivedAt, source, sender);
  const origin = originOf(sender);
  if (!mayKeep(origin.integrationId ?? "none", receivedAt)) return;
  const { outcome, status } = ending;
  admit(origin, [], {
    kept: { ...kept, id: newId(receivedAt.getTime()), outcome, reason, status, overStatus: status, durationMs: 0 },
  }).catch((error: unknown) => log.debug({ error }, "a refused request was not kept"));
}

function mayKeep(reference: string, at: Date): boolean {
  const current = Math.floor(at.getTime() / 60_000);
  if (current !== minute) {
    minute = current;
    keptThisMinute.clear();
  }
  const kept = (keptThisMinute.get(reference) ?? 0) + 1;
  keptThisMinute.set(reference, kept);
  return kept <= mostKeptPerMinute;
}
