import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Got, type Mount, mounts, type Sent } from "#lib/doors/testing-mounts";
import { fuzzTimeoutMs, fuzzTimes, newSeed } from "#lib/intake/testing-fuzz";
import { wildRequests } from "#lib/intake/testing-wild-requests";
import { sources } from "#lib/sources/index";

const requests = 500 * fuzzTimes;
const together = 50;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
let known: Awaited<ReturnType<typeof createIntegration>>[] = [];

beforeAll(async () => {
  process.on("unhandledRejection", note);
  await testDatabase();
  known = await Promise.all(sources.map(({ id }) => createIntegration({ type: id, rateLimitPerMinute: 0 })));
});
afterAll(() => void process.off("unhandledRejection", note));

describe.each(Object.entries(mounts))("%s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  test(`answers ${requests} requests to any door, whatever is wrong with them`, {
    timeout: fuzzTimeoutMs,
  }, async () => {
    const seed = newSeed();
    const sent = fc.sample(wildRequests(known), { numRuns: requests, seed });
    const answers: Got[] = [];
    for (let at = 0; at < sent.length; at += together)
      answers.push(...(await Promise.all(sent.slice(at, at + together).map((one) => send(mount, one)))));
    const failed = answers.flatMap(({ status, text }, at) =>
      status < 500 || status === 503 ? [] : [{ seed, at, text, sent: shown(sent[at]) }],
    );
    expect(failed).toEqual([]);
    expect(unhandled).toEqual([]);
    // A run that only ever finds no door tests nothing.
    const accepted = answers.filter(({ status }) => status >= 200 && status < 300).length;
    expect(accepted).toBeGreaterThan(requests / 20);
    expect(
      await sql()`select id from incidents where btrim(title) = '' or btrim(dedup_key) = '' or btrim(source) = ''`,
    ).toEqual([]);
    expect(await sql()`select path, reason from requests where status = 500`).toEqual([]);
  });
});

const send = (mount: Mount, sent: Sent): Promise<Got> =>
  mount.send(sent).catch((error: unknown) => {
    throw new Error(`no answer to ${shown(sent)}`, { cause: error });
  });

const shown = (sent: Sent | undefined): string =>
  JSON.stringify({ ...sent, body: sent?.body && Buffer.from(sent.body).toString("latin1").slice(0, 2_000) });
