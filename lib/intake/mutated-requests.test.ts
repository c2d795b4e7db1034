import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import type { RawAnswer } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";
import { fuzzTimeoutMs, fuzzTimes, newSeed } from "#lib/intake/testing-fuzz";
import { mutated } from "#lib/intake/testing-mutations";
import type { Sample, Source } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

const requests = 100 * fuzzTimes;
const together = 100;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);

beforeAll(async () => {
  process.on("unhandledRejection", note);
  await testDatabase();
});
afterAll(() => void process.off("unhandledRejection", note));

describe.each(sources)("$id, through the door", (source) => {
  test("answers whatever is wrong with a request, and opens nothing half-made", {
    timeout: fuzzTimeoutMs,
  }, async () => {
    const { id } = await createIntegration({ type: source.id, rateLimitPerMinute: 0 });
    const seed = newSeed();
    const samples = fc.sample(mutated(source.samples), { numRuns: requests, seed });
    const answers: RawAnswer[] = [];
    for (let at = 0; at < samples.length; at += together)
      answers.push(...(await Promise.all(samples.slice(at, at + together).map((sample) => send(source, id, sample)))));
    const failed = answers.flatMap(({ status, body }, at) => (status < 500 ? [] : [{ seed, at, body }]));
    expect(failed).toEqual([]);
    for (const { body } of answers) expect(JSON.parse(body)).toBeTypeOf("object");
    expect(unhandled).toEqual([]);
    expect(
      await sql()`select id from incidents where dedup_scope = ${id}
        and (btrim(title) = '' or btrim(dedup_key) = '' or btrim(source) = '')`,
    ).toEqual([]);
    expect(await sql()`select from requests where integration_id = ${id} and status >= 500`).toEqual([]);
  });
});

function send(source: Source, id: string, { payload, headers = {} }: Sample<unknown>): Promise<RawAnswer> {
  return receive({
    method: "POST",
    path: `/api/integrations/${source.id}`,
    query: `integrationId=${id}`,
    headers: { ...headers, "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(payload)),
    ip: "127.0.0.1",
  });
}
