import type { Channel } from "#lib/channels/contract";
import { splitSecrets } from "#lib/forms/secret-fields";
import { seal, unseal } from "#lib/seal";

type Config = Record<string, unknown>;

const place = (id: string) => `destinations:${id}:secrets`;

/** The whole config of a destination as stored, secrets included. */
export function readConfig(row: { id: string; config: Config; secrets: Uint8Array | null }): Config {
  return row.secrets ? { ...row.config, ...readSealed(unseal(row.secrets, place(row.id))) } : row.config;
}

/** The columns that keep `config`: what may be shown, and the rest sealed. */
export function configColumns(
  channel: Channel,
  id: string,
  config: Config,
): { config: Config; secrets: Uint8Array | null } {
  const { open, secret } = splitSecrets(channel.fields, config);
  return { config: open, secrets: Object.keys(secret).length > 0 ? seal(JSON.stringify(secret), place(id)) : null };
}

// Sealed by configColumns and authenticated by the cipher, so it is the object that was put in.
const readSealed = (text: string): Config => JSON.parse(text) as Config;
