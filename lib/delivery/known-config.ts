import { readConfig } from "#lib/destinations/config";

type Config = Record<string, unknown>;
type Row = { id: string; config: Config; secrets: Uint8Array | null };

const mostKnown = 1_000;
const known = new Map<string, { stored: string; config: Config }>();

/**
 * The config of a destination, secrets included: the same object for as long as the row says the same, so that it is opened
 * and parsed once and not with every attempt.
 */
export function knownConfig(row: Row): Config {
  const stored = storedAs(row);
  const before = known.get(row.id);
  const config = before?.stored === stored ? before.config : readConfig(row);
  // The map keeps the order of use, so that the first one is the longest unused.
  known.delete(row.id);
  known.set(row.id, { stored, config });
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return config;
}

const storedAs = ({ config, secrets }: Row) =>
  `${JSON.stringify(config)} ${secrets ? Buffer.from(secrets).toString("base64") : ""}`;
