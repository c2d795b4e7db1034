import type { KnownIntegration, Sender } from "#lib/intake/authenticate";
import { type Endpoint, takesEveryKey } from "#lib/intake/endpoint";
import type { RawRequest } from "#lib/intake/raw";
import { Refusal } from "#lib/refusal";
import { canBeMadeHere } from "#lib/signatures/headers";
import { verifySignature } from "#lib/signatures/verify";
import { findSource } from "#lib/sources/index";

/** Is it a sender for this path, and is its proof right? Throws a refusal when not. */
export async function checkProof(
  sender: Sender,
  endpoint: Endpoint,
  sent: { request: RawRequest; parsed: unknown; now: Date },
): Promise<void> {
  if (sender.kind !== "integration") return;
  const { integration } = sender;
  if (endpoint.source.id !== integration.type && !takesEveryKey(endpoint.source)) {
    throw new Refusal(
      "not_found",
      `This integration is of the type ${integration.type}. Post to /api/integrations/${integration.type} instead.`,
    );
  }
  if (sent.request.isMail) return;
  const signature = findSource(integration.type)?.signature;
  if (sent.request.isSample && !canBeMadeHere(signature)) return;
  const { signatureHeader: headerName, pinnedTopic, config } = integration;
  const { headers, body } = sent.request;
  const evidence = { headers, body, parsed: sent.parsed, headerName, now: sent.now };
  await verifySignature(signature, evidence, { secrets: validSecrets(integration, sent.now), pinnedTopic, config });
}

export function checkEnabled(sender: Sender): void {
  if (sender.kind === "integration" && sender.integration.disabled) {
    throw new Refusal(
      "forbidden",
      "This integration is disabled, so nothing was stored. Enable it on its page in Tocsin.",
    );
  }
}

function validSecrets({ secrets }: KnownIntegration, now: Date): string[] {
  return secrets.flatMap(({ secret, until }) => (until === null || until > now ? [secret] : []));
}
