import { readdirSync } from "node:fs";
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

  test("gives no time, where it says that it gives none", () => {
    const events = source.samples.flatMap((sample) => eventsIn(readSample(source, sample)));
    if (source.occurredAtIs === "none") for (const { occurredAt } of events) expect(occurredAt).toBeUndefined();
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
});

const readSample = (source: Source, sample: Sample<unknown>): Reading =>
  source.read(sample.payload, sample.config ?? {}, factsOf(sample));
const factsOf = ({ headers = {} }: Sample<unknown>): Facts => ({
  method: "POST",
  headers,
  query: new URLSearchParams(),
});
const eventsIn = (reading: Reading): Event[] => ("events" in reading ? reading.events : []);

function expectSound({ action, summary, dedupKey, severity, occurredAt }: Event) {
  expect(actions).toContain(action);
  if (action === "trigger") expect(summary?.trim()).toBeTruthy();
  else expect(dedupKey?.trim()).toBeTruthy();
  expect([...severities, undefined]).toContain(severity);
  if (occurredAt !== undefined) expect(new Date(occurredAt).toISOString()).toBe(occurredAt);
}
