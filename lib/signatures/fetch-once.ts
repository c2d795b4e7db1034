import { outside } from "#lib/net/outside";
import { Refusal } from "#lib/refusal";

/** `text` is undefined where the server says that there is nothing. */
type Fetched = { text: string | undefined };
type Entry = { fetched: Promise<Fetched>; at: number };

const entries = new Map<string, Entry>();
const mostEntries = 200;
const mostBytes = 262_144;
const rememberNothingMs = 60_000;
const retryAfterSeconds = 30;

/**
 * What is at a public address, fetched when it was not within `freshForMs`. Requests at the same time share one fetch.
 * Throws a refusal (503) when the server cannot be reached.
 */
export async function fetchOnce(url: string, freshForMs: number): Promise<string | undefined> {
  const known = entries.get(url);
  if (known && Date.now() - known.at < freshForMs) {
    const { text } = await known.fetched;
    if (text !== undefined || Date.now() - known.at < rememberNothingMs) return text;
  }
  const [oldest] = entries.keys();
  if (entries.size >= mostEntries && oldest !== undefined) entries.delete(oldest);
  const entry = { fetched: fetchNow(url), at: Date.now() };
  entries.set(url, entry);
  entry.fetched.catch(() => {
    if (entries.get(url) === entry) entries.delete(url);
  });
  return (await entry.fetched).text;
}

/** Forgets everything, for tests that change the world outside. */
export const forgetFetched = (): void => entries.clear();

async function fetchNow(url: string): Promise<Fetched> {
  const { response, failure } = await outside().send(
    { method: "GET", url, headers: {}, body: "", connectTimeoutMs: 5_000, requestTimeoutMs: 8_000 },
    undefined,
    mostBytes,
  );
  const { host } = new URL(url);
  if (failure) throw unreachable(host, failure.text);
  if (response.status >= 500) throw unreachable(host, `It answered ${response.status}.`);
  return { text: response.status === 200 && !response.truncated ? response.body : undefined };
}

const unreachable = (host: string, why: string) =>
  new Refusal(
    "overloaded",
    `Who sends could not be checked: ${host} has the keys for it and could not be asked. ${why} Let Tocsin reach it; send this again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );
