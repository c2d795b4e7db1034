import { startInstance } from "#e2e/instance";

/** The first admin of the instance that the stories share. */
export const alice = { name: "Alice", email: "alice@example.com", password: "correct horse battery" };
export const apiKey = `sk_live_${"stories".repeat(6)}`;

/** Sessions are signed with it; with the database at hand a story can make one for any role. */
export const secret = "a secret for the stories, of more than 32 characters";

/** Playwright's globalSetup: one Tocsin, as `npm start` runs it, on an empty data folder; the stories find it by TOCSIN_E2E_URL. */
export default async function startTocsin(): Promise<() => Promise<void>> {
  const tocsin = await startInstance({
    TOCSIN_COMPANY: "Example",
    TOCSIN_ADMIN_EMAIL: alice.email,
    TOCSIN_ADMIN_PASSWORD: alice.password,
    TOCSIN_API_KEY: apiKey,
    TOCSIN_SECRET: secret,
    TOCSIN_EGRESS_ALLOW: "127.0.0.0/8",
    TOCSIN_LOG_LEVEL: "warn",
  });
  process.env.TOCSIN_E2E_URL = tocsin.url;
  process.env.TOCSIN_E2E_DATABASE_URL = tocsin.databaseUrl;
  return tocsin.stop;
}
