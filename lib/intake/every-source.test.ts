import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { postTo } from "#lib/intake/testing-posts";
import { certificate, certificateUrl, snsMessage, worldOf } from "#lib/intake/testing-world";
import { signSample } from "#lib/integrations/sign-sample";
import { replaceOutside } from "#lib/net/outside";
import { seal } from "#lib/seal";
import type { Event, Reading, Sample, Signature, Source } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

/** Sources of which no sample ends what another began, and why. */
const withoutResolve: Record<string, string> = {
  wallarm: "Wallarm tells of attacks and never that one is over.",
  "splunk-enterprise": "A saved search tells only that it found something.",
  "pagerduty-change": "A change opens nothing.",
  opsgenie: "Its clients close an alert with a call of its own; lib/opsgenie shows it.",
};

const confirmUrl = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=EXAMPLE";

beforeAll(async () => {
  const ok = { status: 200, body: "" };
  replaceOutside(worldOf({ [certificateUrl]: { status: 200, body: certificate }, [confirmUrl]: ok }));
  await testDatabase();
});
afterAll(() => replaceOutside(undefined));

describe.each(sources)("$id", (source) => {
  test.each(source.samples)("takes in: $title", async (sample) => {
    const integration = await integrationFor(source, sample);
    const answer = await send(source, integration, sample);
    expect(answer.status, answer.body).toBeLessThan(300);
    const [request, ...more] = await requestsOf(integration);
    expect([request?.status, request?.outcome, more]).toEqual([answer.status, outcomeOf(readBy(source, sample)), []]);
    expect(request?.events).toMatchObject(
      sample.becomes.map(({ action, dedupKey }) => ({ action, ...(dedupKey && { dedupKey }) })),
    );
    const triggers = sample.becomes.filter(({ action }) => action === "trigger");
    expect(await incidentsOf(integration)).toMatchObject(triggers.map(incidentOf));
  });

  test("a message and the one that ends it meet in one incident, which is over", async () => {
    const runs = runsOf(source);
    if (source.id in withoutResolve) return expect(runs).toEqual([]);
    expect(runs).not.toEqual([]);
    for (const { key, samples } of runs) {
      const integration = await integrationFor(source, samples[0]);
      const seen: string[] = [];
      for (const sample of samples) {
        expect(await send(source, integration, sample)).toMatchObject({ status: expect.toSatisfy(isTaken) });
        const of = (await incidentsOf(integration)).filter((incident) => incident.key === key);
        seen.push(of.map(({ status }) => status).join(" and "));
      }
      expect(seen).toEqual(samples.map((sample) => statusAfter[actionOn(source, sample, key) ?? "trigger"]));
      const alerts = await sql()`
        select distinct incident_id from alerts where integration_id = ${integration.id} and dedup_key = ${key}`;
      expect(alerts).toEqual([{ incident_id: expect.any(String) }]);
    }
  });
});

test("every source is in one of the two: those that resolve, and those that never do", () => {
  const never = sources.filter((source) => runsOf(source).length === 0).map(({ id }) => id);
  expect(never.toSorted()).toEqual(Object.keys(withoutResolve).toSorted());
});

const schemes = sources.flatMap((source) =>
  madeHere(source.signature).map((signature) => [source.id, signature?.kind ?? "usual", source, signature] as const),
);

describe.each(schemes)("%s with a secret, proven by %s", (_, _kind, source, signature) => {
  test.each(source.samples)("is believed only with it: $title", async (sample) => {
    const integration = await integrationFor(source, sample, "the secret");
    const post = async (secret: string | null) => {
      const { headers, body } =
        secret === null
          ? { headers: {}, body: Buffer.from(JSON.stringify(sample.payload)) }
          : signSample(signature, sample.payload, { secret, headerName: null, now: new Date() });
      return postTo(integration, null, { headers: { ...sample.headers, ...headers }, body });
    };
    for (const secret of [null, "another secret"]) {
      const refused = await post(secret);
      expect([refused.status, await incidentsOf(integration)], refused.body).toEqual([401, []]);
    }
    const believed = await post("the secret");
    expect(believed.status, believed.body).toBeLessThan(300);
  });
});

// Whoever holds no key of the vendor's cannot make these. lib/intake/proofs.test.ts and tokens.test.ts show the right ones.
const vendorsOwn = sources.filter(({ signature }) => madeHere(signature).length === 0);

test.each(vendorsOwn.map((source) => [source.id, source] as const))(
  "%s believes neither what is unsigned nor what another signed",
  async (_, source) => {
    for (const sample of source.samples) {
      const integration = await integrationFor(
        source,
        sample,
        source.signature?.kind === "sns" ? undefined : "audience",
      );
      const headers = {
        ...sample.headers,
        authorization: `Bearer ${[{ alg: "none" }, { aud: "audience" }].map(base64).join(".")}.`,
      };
      for (const more of [{ headers: sample.headers ?? {} }, { headers }]) {
        const refused = await postTo(integration, sample.payload, more);
        expect([refused.status, await incidentsOf(integration)], refused.body).toEqual([401, []]);
      }
    }
  },
);

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const isTaken = (status: number) => status < 300;
const statusAfter = { trigger: "triggered", acknowledge: "acknowledged", resolve: "resolved" };

function integrationFor(source: Source, sample: Sample<unknown> | undefined, secret?: string) {
  const id = randomUUID();
  const signatureSecret = secret === undefined ? null : seal(secret, `integrations:${id}:signature_secret`);
  return createIntegration({
    id,
    type: source.id,
    rateLimitPerMinute: 0,
    config: sample?.config ?? {},
    signatureSecret,
  });
}

type To = Awaited<ReturnType<typeof integrationFor>>;

const amazons = () => ({ SigningCertURL: certificateUrl, Timestamp: new Date().toISOString() });

/** Posts it as its tool does; Amazon signs also where there is no secret. */
function send({ signature }: Source, integration: To, { payload, headers = {} }: Sample<unknown>) {
  const isAmazons = signature?.kind === "sns" && typeof payload === "object" && payload !== null;
  const message = isAmazons ? snsMessage({ ...payload, ...amazons() }) : payload;
  return postTo(integration, message, { headers });
}

function readBy(source: Source, { payload, config = {}, headers = {} }: Sample<unknown>): Reading {
  return source.read(payload, config, { method: "POST", headers, query: new URLSearchParams() });
}

function outcomeOf(reading: Reading): string {
  if ("events" in reading) return "accepted";
  return ["ignored", "test", "handshake"].find((outcome) => outcome in reading) ?? "unreadable";
}

const requestsOf = ({ id }: To) =>
  sql().of(
    z.object({ status: z.number(), outcome: z.string(), events: z.unknown() }),
  )`select status, outcome, events from requests where integration_id = ${id}`;
const incidentsOf = ({ id }: To) =>
  sql().of(
    z.object({
      key: z.string(),
      title: z.string(),
      source: z.string(),
      severity: z.string(),
      status: z.string(),
      alerts: z.number(),
    }),
  )`
    select dedup_key as key, title, source, severity, status, alert_count as alerts from incidents where dedup_scope = ${id} order by number`;

/** What is stored of a sample's trigger, as far as the sample says. */
function incidentOf({ dedupKey, summary, severity, source }: Sample<unknown>["becomes"][number]) {
  const said = { key: dedupKey, title: summary, severity, source };
  return {
    status: "triggered",
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
}

/** The samples that tell of the same trouble from its beginning to its end, in their order. */
function runsOf(source: Source): { key: string; samples: Sample<unknown>[] }[] {
  const all = source.samples.flatMap((sample) => eventsOf(source, sample));
  const ended = all.flatMap(({ action, dedupKey }) => (action === "resolve" && dedupKey ? [dedupKey] : []));
  return [...new Set(ended)].map((key) => {
    const about = source.samples.filter((sample) => actionOn(source, sample, key) !== undefined);
    const last = about.findIndex((sample) => actionOn(source, sample, key) === "resolve");
    return { key, samples: about.slice(0, last + 1) };
  });
}

const actionOn = (source: Source, sample: Sample<unknown>, key: string) =>
  eventsOf(source, sample).find(({ dedupKey }) => dedupKey === key)?.action;

function eventsOf(source: Source, sample: Sample<unknown>): Event[] {
  const reading = readBy(source, sample);
  return "events" in reading ? reading.events : [];
}

/** The ways to prove a request for which a secret is enough. */
function madeHere(signature: Signature | undefined): (Signature | undefined)[] {
  const all = signature?.kind === "any" ? signature.of : [signature];
  return all.filter((one) => one?.kind !== "sns" && one?.kind !== "jwt");
}
