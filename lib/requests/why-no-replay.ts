import type { IntegrationRow } from "#db/queries/integrations";
import type { StoredRequest } from "#db/queries/requests";
import { largestKept } from "#lib/intake/kept-body";
import { isOpsgeniePath } from "#lib/opsgenie/calls";
import type { Reading, Source } from "#lib/sources/contract";

/** Why a kept request cannot be read again; null when it can. */
export function whyUnreadable(
  { path, outcome, body, source: id }: Pick<StoredRequest, "path" | "outcome" | "body" | "source">,
  source: Source | undefined,
): string | null {
  if (isOpsgeniePath(path))
    return "It is a call of the Opsgenie API, which changed its alert step by step when it came. Act on the incident instead.";
  if (!source) return `Tocsin no longer knows the source “${id}”, so nothing here can read it.`;
  const isCut = body.length === largestKept && (outcome === "refused" || outcome === "ignored");
  if (isCut) return "Only the first 64 KiB of its body were kept. Let the tool send it again instead.";
  return null;
}

/** Why what it is read as today cannot be carried out; null when it can. */
export function whyNotApplied(
  request: Pick<StoredRequest, "outcome" | "status" | "reason">,
  integration: Pick<IntegrationRow, "disabledAt" | "hasSignatureSecret">,
  reading: Reading,
): string | null {
  if (!wasProven(request, integration.hasSignatureSecret))
    return `Who sent it was never proven: it was refused with ${request.status}. Mend what the sender proves itself with, and let it send again.`;
  if (request.outcome === "late")
    return "It waits for its turn and is carried out then. Nothing of it is lost, so there is nothing to replay.";
  if ("unreadable" in reading) return `It cannot be read: ${firstProblem(reading)} Mend how it is read first.`;
  if ("handshake" in reading)
    return "The tool asked whether Tocsin is there, and was answered. It tells of no trouble.";
  if (integration.disabledAt !== null) return "The integration is disabled. Enable it first, then replay.";
  return null;
}

/** What can be refused only after the sender has proven itself: the body, a disabled integration, the limit. */
const statusesOfProven = new Set([400, 403, 429]);

function wasProven(
  { outcome, status, reason }: Pick<StoredRequest, "outcome" | "status" | "reason">,
  asksForProof: boolean,
): boolean {
  if (outcome !== "refused" || statusesOfProven.has(status)) return true;
  if (status === 503) return reason?.startsWith("Over the limit") === true;
  return status === 500 && !asksForProof;
}

function firstProblem({ unreadable }: Extract<Reading, { unreadable: unknown }>): string {
  const [first] = unreadable;
  if (!first) return "nobody can say why.";
  return first.path === "" ? first.message : `${first.path}: ${first.message}`;
}
