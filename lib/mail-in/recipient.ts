import { isOutage } from "#db/errors";
import { now } from "#lib/clock";
import { authenticate } from "#lib/intake/authenticate";
import { checkEnabled } from "#lib/intake/check-sender";
import { log } from "#lib/log";
import { keyOf } from "#lib/mail-in/address";
import { type Reply, tryLater } from "#lib/mail-in/reply";
import { Refusal } from "#lib/refusal";

/** Why mail to an address is not taken; undefined when it is. Nothing is relayed: every address is an integration's. */
export async function whyNotTo(address: string): Promise<Reply | undefined> {
  const key = keyOf(address);
  if (key === undefined) return { code: 550, text: noIntegration };
  try {
    const sender = await authenticate({ integrationId: null, key, apiKey: null }, null, now());
    if (sender.kind !== "integration" || sender.integration.type !== "email") return { code: 550, text: notForMail };
    checkEnabled(sender);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { code: 550, text: error.message };
    if (!isOutage(error)) log.error({ error }, "a recipient of mail could not be looked up");
    return tryLater("Tocsin cannot look up this address at the moment. Send the mail again later.");
  }
}

const noIntegration =
  "No integration has this address. Mail goes to <integration key>@<host>, as the integration's page in Tocsin shows it.";
const notForMail = "This is the key of an integration that takes no mail. Add one of the type Email to the service.";
