import type { RawRequest } from "#lib/intake/raw";
import { readyKey } from "#lib/intake/ready-events";
import { textAt } from "#lib/reading/text-at";
import type { Source } from "#lib/sources/contract";

/** What the vendor calls this delivery, the same when it sends it again; null where it does not say. */
export function deliveryIdOf(
  { deliveryId }: Source,
  request: Pick<RawRequest, "headers" | "isSample">,
  body: unknown,
): string | null {
  if (deliveryId === undefined || request.isSample) return null;
  const named =
    "header" in deliveryId ? request.headers[deliveryId.header.toLowerCase()]?.trim() : textAt(body, deliveryId.path);
  return named ? readyKey(named) : null;
}
