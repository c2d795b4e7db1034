import { streamWeb } from "#lib/live/web-mount";

export const dynamic = "force-dynamic";

/** What changes, as it changes, where the fast lane does not answer: see lib/live. */
export const GET = streamWeb;
