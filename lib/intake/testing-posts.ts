import type { RawAnswer, RawRequest } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";

type To = { id: string; type: string };
type More = Partial<Pick<RawRequest, "headers" | "isSample">> & { query?: string; body?: Uint8Array };

/** Sends a payload to an integration as its tool would: to the webhook URL, as JSON. `body` goes in place of the payload. */
export function postTo({ id, type }: To, payload: unknown, more: More = {}): Promise<RawAnswer> {
  const { headers = {}, query = "", body = Buffer.from(JSON.stringify(payload)), isSample = false } = more;
  return receive({
    method: "POST",
    path: `/api/integrations/${type}`,
    query: `integrationId=${id}${query && `&${query}`}`,
    headers: { "content-type": "application/json", ...lowerCase(headers) },
    body,
    ip: "127.0.0.1",
    isSample,
  });
}

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
