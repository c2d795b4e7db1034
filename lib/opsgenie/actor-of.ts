import type { Actor } from "#db/vocabulary";
import type { Admitted } from "#lib/opsgenie/exchange";
import { textOf } from "#lib/reading/text-of";
import { cleanText, truncate } from "#lib/text";

const longestUser = 100;

/** Who does this: the integration, in the name of the user whom the client states. Its word is no proof. */
export function actorOf({ input, sender }: Pick<Admitted, "input" | "sender">): Actor {
  const user = cleanText(textOf(input.user) ?? "");
  const { actor } = sender;
  return user ? { ...actor, name: `${truncate(user, longestUser)} (${actor.name})` } : actor;
}
