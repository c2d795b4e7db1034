import type { Sender } from "#lib/intake/authenticate";
import { changeIntegration } from "#lib/integrations/change";
import { outside } from "#lib/net/outside";
import { textAt } from "#lib/reading/text-at";
import { isAddressOfSns } from "#lib/signatures/sns";
import type { Answer, Reading } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

type Handshake = Extract<Reading, { handshake: string }>;
type Asking = { sender: Sender; body: unknown; isSample: boolean; now: Date };

/** Does what a verified sender asks for to know that we are there. Without `answer` it gets the source's own. */
export async function shakeHands(
  { handshake, visit, reply }: Handshake,
  { sender, body, isSample, now }: Asking,
): Promise<{ reason: string; answer?: Answer | undefined }> {
  if (visit === undefined) return { reason: handshake, answer: reply };
  if (isSample) return { reason: `${handshake} As this is a sample, nothing was visited.`, answer: reply };
  if (sender.kind !== "integration" || !mayVisit(sender.integration.type, visit))
    return { reason: `${handshake} The address it names was not visited: it is not the vendor's.`, answer: reply };
  const visited = await goTo(visit);
  if (visited.ok) await pinTopic(sender, textAt(body, "TopicArn"), now);
  const reason = `${handshake} ${visited.text}`;
  // A sender that is told so asks again.
  return { reason, answer: visited.mayWorkLater ? { status: 503, body: { status: "handshake", reason } } : reply };
}

/** An address in a body may be anybody's: only where the body is proven to be Amazon's, and only Amazon's own. */
function mayVisit(type: string, address: string): boolean {
  return findSource(type)?.signature?.kind === "sns" && isAddressOfSns(address);
}

async function goTo(url: string): Promise<{ ok: boolean; mayWorkLater: boolean; text: string }> {
  const { response, failure } = await outside().send({
    method: "GET",
    url,
    headers: {},
    body: "",
    connectTimeoutMs: 5_000,
    requestTimeoutMs: 8_000,
  });
  const { host } = new URL(url);
  if (failure) return { ok: false, mayWorkLater: true, text: `${host} could not be visited. ${failure.text}` };
  const ok = response.status >= 200 && response.status < 300;
  return { ok, mayWorkLater: response.status >= 500, text: `${host} was visited and answered ${response.status}.` };
}

/** Of two that come at once the first is kept. */
async function pinTopic(
  { integration, actor }: Extract<Sender, { kind: "integration" }>,
  topic: string | undefined,
  now: Date,
): Promise<void> {
  if (topic === undefined || integration.pinnedTopic !== null) return;
  await changeIntegration(
    integration.id,
    "integration.topic_pinned",
    ({ pinnedTopic }) => (pinnedTopic === null ? { pinnedTopic: topic } : {}),
    { actor, now },
  );
}
