import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { Trouble } from "#db/embedded-trouble";
import { migrate } from "#db/migrate";
import { say } from "../say.mjs";

const oldestVersion = 150_000;
const patienceMs = 20_000;

/** Waits a little for the database at `url` and refuses one that Tocsin cannot use, saying which it is and what it answered. */
export async function checkDatabase(url: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let told = false; ; told = true) {
    const failure = await tryDatabase(url);
    if (!failure) return;
    if (!failure.isPassing || Date.now() > deadline)
      throw new Trouble(`${failure.said}\nCheck DATABASE_URL, or unset it to use the database that comes with Tocsin.`);
    if (!told) say(`${failure.said} Waiting for it …`);
    await sleep(1_000);
  }
}

/** Brings the database up to date, or says what stood in the way. */
export async function migrateDatabase(url: string): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    throw new Trouble(
      `The database ${nameOf(url)} could not be brought up to date: ${reasonOf(error)}\nThe user in DATABASE_URL must own the database or may create tables in it.`,
    );
  }
}

async function tryDatabase(url: string): Promise<{ said: string; isPassing: boolean } | undefined> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await client<{ version: number; name: string }[]>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as name`;
    if (row && row.version >= oldestVersion) return undefined;
    return {
      said: `The database ${nameOf(url)} is Postgres ${row?.name}; Tocsin needs 15 or newer.`,
      isPassing: false,
    };
  } catch (error) {
    return { said: `Tocsin cannot use the database ${nameOf(url)}: ${reasonOf(error)}.`, isPassing: isPassing(error) };
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** Where it is, without the password. */
function nameOf(url: string): string {
  const { hostname, port, pathname, username } = new URL(url);
  return `"${decodeURIComponent(pathname.slice(1))}" at ${hostname}:${port || 5432}, as ${decodeURIComponent(username) || "the default user"}`;
}

const advice: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no host with this name",
  EAI_AGAIN: "the name of the host cannot be looked up",
  ETIMEDOUT: "the host does not answer",
  CONNECT_TIMEOUT: "the host does not answer",
  "28P01": "the password is wrong",
  "28000": "this user may not sign in from here",
  "3D000": "there is no database with this name",
};

/** What another moment may cure: a database that is starting, a network that is coming up. */
const passing = ["ECONNREFUSED", "ECONNRESET", "CONNECTION_CLOSED", "EAI_AGAIN", "ENOTFOUND", "57P03"];

const isPassing = (error: unknown) => passing.includes(codeOf(error));

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error && error.message ? error.message : String(error);
  return advice[code] ? `${advice[code]} (${code})` : message;
}

/** A host with several addresses fails with one error for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
