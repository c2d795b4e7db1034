import { type Derivation, deriveFields } from "#lib/requests/derive-fields";
import { previewOf } from "#lib/requests/preview-replay";
import { readReplay } from "#lib/requests/read-replay";
import { findSource } from "#lib/sources/index";

/** A kept request as it is read today. */
export type Today = {
  /** Why it cannot be read again; null when it can. */
  unreadable: string | null;
  differs: boolean;
  wasAccepted: boolean;
  isAccepted: boolean;
  /** Where the fields of its events come from; null when they are read differently today. */
  derivation: Derivation | null;
  /** The places of the body that are named in it. */
  bodyPaths: string[][];
};

/** Reads the request as it would be read today and, where that is as it was, finds out what its fields come from. */
export async function readToday(names: { integrationId: string; requestId: string }, now: Date): Promise<Today> {
  const replayable = await readReplay(names, now);
  const { reading, obstacle, request, integration } = replayable;
  const source = findSource(request.source);
  const { differs } = await previewOf(replayable);
  const config = integration.type === request.source ? integration.config : {};
  const isAsItWas = reading !== null && "events" in reading && !differs;
  const derivation = source && isAsItWas ? deriveFields(request, source, config) : null;
  return {
    unreadable: reading === null ? obstacle : null,
    differs,
    wasAccepted: request.outcome === "accepted" || request.outcome === "late",
    isAccepted: reading !== null && "events" in reading,
    derivation,
    bodyPaths: pathsIn(derivation),
  };
}

function pathsIn(derivation: Derivation | null): string[][] {
  const fields = derivation?.events.flatMap((event) => Object.values(event)) ?? [];
  const origins = fields.flatMap((field) => field.origins);
  return origins.flatMap(({ place, path }) => (place === "body" ? [path] : []));
}
