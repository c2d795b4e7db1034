import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actions, severities } from "#db/vocabulary";
import type { Event, Facts, Reading, Sample, Source } from "#lib/sources/contract";
import { findSource, sources } from "#lib/sources/index";

test("every file in the folder is registered", () => {
  const apart = new Set(["contract.ts", "index.ts"]);
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !apart.has(file),
  );
  expect(sources.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
});

test("a source is found by its id, and nothing by another", () => {
  for (const source of sources) expect(findSource(source.id)).toBe(source);
  expect(findSource("__proto__")).toBeUndefined();
});

test.each(
  Object.entries({
    "Monitoring & APM":
      "datadog prometheus grafana newrelic dynatrace appdynamics elastic honeycomb splunk-observability sentry",
    "Cloud providers": "cloudwatch azure google-cloud-monitoring",
    "CI/CD & DevOps": "github gitlab bitbucket",
    "Uptime monitoring": "uptimerobot pingdom better-uptime uptime-kuma",
    Other: "pagerduty webhook",
  }),
)("%s holds what document 004 lists under it", (group, ids) => {
  for (const id of ids.split(" ")) expect(findSource(id), id).toMatchObject({ group });
});

/** Their requests are kept and open nothing. */
const neverPages = new Set(["pagerduty-change"]);

describe.each(sources)("$id", (source) => {
  test("says in its setup where to send", () => {
    expect(source.setup).toContain("{url}");
    expect(source.setup.match(/\{(?!url|key|base)[a-z]+\}/g)).toBeNull();
    expect(source.description).toMatch(/\.$/);
    expect(/not tried with/.test(source.setup), "says whether its steps were followed").toBe(!source.isTried);
  });

  test.each(source.samples)("reads the sample: $title", (sample) => {
    const events = eventsIn(readSample(source, sample));
    expect(events).toHaveLength(sample.becomes.length);
    expect(events).toMatchObject(sample.becomes);
    for (const event of events) expectSound(event);
  });

  test("the first sample triggers, and if any resolves, it closes something that was triggered", () => {
    const all = source.samples.flatMap((sample) => eventsIn(readSample(source, sample)));
    expect(all[0]?.action).toBe(neverPages.has(source.id) ? undefined : "trigger");
    const triggered = all.filter(({ action }) => action === "trigger").map(({ dedupKey }) => dedupKey);
    for (const { action, dedupKey } of all) if (action !== "trigger") expect(triggered).toContain(dedupKey);
  });

  test.each([null, true, 42, "down", {}].map((body) => [JSON.stringify(body), body]))(
    "refuses %s and says where and why",
    (_, body) => {
      const reading = source.read(body, {});
      if (!("unreadable" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
      expect(reading.unreadable.length).toBeGreaterThan(0);
      for (const { path, message } of reading.unreadable) {
        expect(path).toEqual(expect.any(String));
        expect(message.length).toBeGreaterThan(5);
      }
    },
  );

  test("reads the same thing the same way twice", () => {
    for (const sample of source.samples) expect(readSample(source, sample)).toEqual(readSample(source, sample));
  });

  test("whatever hostile value stands anywhere in a sample, nothing is thrown and nothing half-made comes out", () => {
    for (const sample of source.samples) {
      for (const place of placesIn(sample.payload)) {
        for (const replacement of [dropped, ...hostile]) {
          expectSoundReading(
            readSample(source, { ...sample, payload: changed(sample.payload, { place, replacement }) }),
          );
        }
      }
    }
  });

  test("nor when several places are wrong", () => {
    const broken = fc
      .constantFrom(...source.samples)
      .chain((sample) => mutated(sample).map((payload) => ({ ...sample, payload })));
    fc.assert(
      fc.property(broken, (sample) => expectSoundReading(readSample(source, sample))),
      { numRuns: 300 },
    );
  });

  test("whatever else it is sent, nothing is thrown", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (body) => expectSoundReading(source.read(body, {}))),
      { numRuns: 300 },
    );
  });
});

const readSample = (source: Source, sample: Sample<unknown>): Reading =>
  source.read(sample.payload, sample.config ?? {}, factsOf(sample));
const factsOf = ({ headers = {} }: Sample<unknown>): Facts => ({
  method: "POST",
  headers,
  query: new URLSearchParams(),
});
const eventsIn = (reading: Reading): Event[] => ("events" in reading ? reading.events : []);

function expectSoundReading(reading: Reading) {
  const text = JSON.stringify(reading);
  expect(JSON.stringify(JSON.parse(text))).toBe(text);
  for (const event of eventsIn(reading)) expectSound(event);
  if ("events" in reading) expect(reading.events.length).toBeGreaterThan(0);
  if ("ignored" in reading) expect(reading.ignored).not.toBe("");
  if ("unreadable" in reading) expect(reading.unreadable.length).toBeGreaterThan(0);
}

function expectSound({ action, summary, dedupKey, severity, occurredAt }: Event) {
  expect(actions).toContain(action);
  if (action === "trigger") expect(summary?.trim()).toBeTruthy();
  else expect(dedupKey?.trim()).toBeTruthy();
  expect([...severities, undefined]).toContain(severity);
  if (occurredAt !== undefined) expect(new Date(occurredAt).toISOString()).toBe(occurredAt);
}

/** A sample's payload with a few of its places dropped or replaced. */
function mutated(sample: Sample<unknown>): fc.Arbitrary<unknown> {
  const places = placesIn(sample.payload);
  const change = fc.record({
    place: fc.constantFrom(...places),
    replacement: fc.oneof(fc.constantFrom(dropped, ...hostile), fc.jsonValue()),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(changed, sample.payload));
}

const dropped = Symbol("dropped");

const hostile: unknown[] = [
  ...[
    "",
    " ",
    "\0",
    "\ud800",
    "null",
    "0001-01-01T00:00:00Z",
    "9999999999999",
    "x".repeat(100_000),
    "javascript:alert(1)",
  ],
  ...[0, -1, 1e308, Number.MAX_SAFE_INTEGER, true, false, null],
  ...[[], {}, [[]], [null], JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2,"length":1e9}')],
];

type Place = (string | number)[];

function placesIn(value: unknown, here: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [here];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    placesIn(child, [...here, Array.isArray(value) ? Number(key) : key]),
  );
  return [here, ...inner];
}

type Change = { place: Place; replacement: unknown };

function changed(value: unknown, { place: [step, ...rest], replacement }: Change): unknown {
  if (step === undefined) return replacement === dropped ? {} : replacement;
  const inner = (child: unknown) => changed(child, { place: rest, replacement });
  const goes = rest.length === 0 && replacement === dropped;
  if (Array.isArray(value)) return value.flatMap((child, at) => (at !== step ? [child] : goes ? [] : [inner(child)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      key !== step ? [[key, child]] : goes ? [] : [[key, inner(child)]],
    ),
  );
}
