import type { ReceivedRequest } from "#lib/incidents/intake";
import type { Sender } from "#lib/intake/authenticate";
import type { RawRequest } from "#lib/intake/raw";
import { redactHeaders, redactPath, redactQuery } from "#lib/redact/received";
import type { Source } from "#lib/sources/contract";
import { cleanText, truncate } from "#lib/text";

type Kept = Pick<ReceivedRequest, "receivedAt" | "source" | "method" | "path" | "query" | "headers" | "body" | "ip">;

/** The part of a request that is kept whatever becomes of it, secrets left out. */
export function receivedRequest(
  request: RawRequest,
  receivedAt: Date,
  source: Source | undefined,
  sender: Sender | undefined,
): Kept {
  return {
    receivedAt,
    source: source?.id ?? "unknown",
    method: request.method,
    path: truncate(cleanText(redactPath(request.path)), 500),
    query: truncate(cleanText(redactQuery(request.query)), 2_000),
    headers: Object.fromEntries(
      Object.entries(redactHeaders(request.headers, hiddenHeader(sender))).map(([name, value]) => [
        name,
        cleanText(value),
      ]),
    ),
    body: request.body,
    ip: request.ip,
  };
}

const hiddenHeader = (sender: Sender | undefined): string | null =>
  sender?.kind === "integration" ? sender.integration.signatureHeader : null;
