import { type Instance, startInstance } from "#e2e/instance";

/** The first admin of the instances that stories run in. */
export const alice = { name: "Alice", email: "alice@example.com", password: "correct horse battery" };
export const apiKey = `sk_live_${"stories".repeat(6)}`;

/** Sessions are signed with it; with the database at hand a story can make one for any role. */
export const secret = "a secret for the stories, of more than 32 characters";

/** A Tocsin for the stories of one Playwright worker: what one of them changes, no other one running beside it sees. */
export function startTocsin(): Promise<Instance> {
  return startInstance({
    TOCSIN_COMPANY: "Example",
    TOCSIN_ADMIN_EMAIL: alice.email,
    TOCSIN_ADMIN_PASSWORD: alice.password,
    TOCSIN_API_KEY: apiKey,
    TOCSIN_SECRET: secret,
    TOCSIN_EGRESS_ALLOW: "127.0.0.0/8",
    TOCSIN_LOG_LEVEL: "warn",
  });
}
