import { env, publicUrl } from "#lib/env";

/** The address at which an email integration takes mail; null for others, without its key, and while no mail is taken in. */
export function mailAddressOf({ type, key }: { type: string; key: string | null }): string | null {
  if (type !== "email" || key === null || env().TOCSIN_SMTP_PORT === undefined) return null;
  return `${key}@${mailDomain()}`;
}

/** The host name for which mail is taken in, as other mail servers see it. */
export const mailDomain = (): string => env().TOCSIN_SMTP_DOMAIN ?? new URL(publicUrl()).hostname;

/** The integration's key in an address: "<key>@…" or "anything+<key>@…"; undefined where there is none. */
export function keyOf(address: string): string | undefined {
  const [, key] = /^(?:[^@]*\+)?([0-9a-f]{32})@[^@]*$/i.exec(address) ?? [];
  return key?.toLowerCase();
}
