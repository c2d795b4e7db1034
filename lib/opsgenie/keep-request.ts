import { sql } from "#db/client";
import { now } from "#lib/clock";
import { admit } from "#lib/incidents/admit";
import type { Ingested, ReadyEvent } from "#lib/incidents/intake";
import { originOf } from "#lib/intake/origin-of";
import { receivedRequest } from "#lib/intake/received-request";
import type { Admitted } from "#lib/opsgenie/exchange";
import { Refusal } from "#lib/refusal";
import { opsgenie } from "#lib/sources/opsgenie";

/** A refusal whose request the database has kept already. */
export class KeptRefusal extends Refusal {}

const secondsInMinute = 60;

type Said = { outcome: "accepted" | "ignored"; reason: string | null; counts: boolean; events: ReadyEvent[] };

/** Keeps a request and stores its events, through the door of all intake: what is disabled or over its limit is refused. */
export async function keepRequest(admitted: Admitted, { events, counts, ...said }: Said): Promise<Ingested> {
  const { request, receivedAt, requestId: id, sender } = admitted;
  const ingested = await admit(originOf(sender), events, {
    counts,
    kept: {
      ...receivedRequest(request, receivedAt, opsgenie, sender),
      ...{ ...said, id, status: 202, overStatus: opsgenie.overLimit, durationMs: tookMs(admitted) },
    },
  });
  if (ingested.verdict === "closed") throw new KeptRefusal("forbidden", "This integration was disabled just now.");
  if (ingested.verdict === "over") throw overLimit();
  return ingested;
}

/** Writes down what became of a request, for the log and for those who ask for its status. */
export async function settleRequest(
  admitted: Admitted,
  { outcome, reason, incidentIds }: { outcome: "accepted" | "ignored"; reason: string | null; incidentIds: string[] },
): Promise<void> {
  await sql()`update requests set outcome = ${outcome}, reason = ${reason}, incident_ids = ${incidentIds}::uuid[],
    duration_ms = ${tookMs(admitted)} where id = ${admitted.requestId} and received_at = ${admitted.receivedAt}`;
}

const tookMs = ({ receivedAt }: Admitted): number => Math.max(0, Math.round(now().getTime() - receivedAt.getTime()));

function overLimit(): KeptRefusal {
  const retryAfterSeconds = secondsInMinute - (Math.floor(now().getTime() / 1000) % secondsInMinute);
  const message = `You are making too many requests! This integration is over its limit of requests a minute; try again in ${retryAfterSeconds} seconds.`;
  return new KeptRefusal("rate_limited", message, { retryAfterSeconds });
}
