import { isUuid } from "#db/id";
import { readyKey } from "#lib/intake/ready-events";
import type { Call } from "#lib/opsgenie/calls";
import { unprocessable } from "#lib/opsgenie/read-input";
import type { AlertReference } from "#lib/opsgenie/stored-alerts";
import { textOf } from "#lib/reading/text-of";

export const identifierTypes = ["id", "alias", "tiny"] as const;
export type IdentifierType = (typeof identifierTypes)[number];

/** How a client names an alert. */
export type Named = { type: IdentifierType; identifier: string };

/** Which alert is meant: version 2 says it in the path, version 1 in the body or the query. */
export function namedBy(call: Call, input: Record<string, unknown>): Named {
  return call.version === 1 ? namedInInput(input) : { type: typeIn(input.identifierType), identifier: call.named };
}

/** The reference for the database; undefined when nothing can be named so. */
export function referenceTo({ type, identifier }: Named): AlertReference | undefined {
  switch (type) {
    case "id":
      return isUuid(identifier) ? { by: "id", id: identifier } : undefined;
    case "tiny":
      return /^\d{1,15}$/.test(identifier) ? { by: "tiny", number: Number(identifier) } : undefined;
    case "alias":
      return { by: "key", key: readyKey(identifier) };
  }
}

/** What is done to the alert that is named so waits in one line. */
export const orderKey = (scope: string, type: IdentifierType, identifier: string): string =>
  `${scope} ${type} ${type === "alias" ? readyKey(identifier) : identifier.toLowerCase()}`;

function typeIn(value: unknown): IdentifierType {
  const said = textOf(value)?.toLowerCase() ?? "id";
  const type = identifierTypes.find((one) => one === said);
  if (type) return type;
  throw unprocessable({ identifierType: `should be one of [ ${identifierTypes.join(", ")} ]` });
}

function namedInInput(input: Record<string, unknown>): Named {
  const id = textOf(input.id) ?? textOf(input.alertId);
  if (id) return { type: "id", identifier: id };
  const alias = textOf(input.alias);
  if (alias) return { type: "alias", identifier: alias };
  const tiny = textOf(input.tinyId);
  if (tiny) return { type: "tiny", identifier: tiny };
  throw unprocessable({ id: "is missing; name the alert by id, alias or tinyId" });
}
