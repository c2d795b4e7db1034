import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { type DerivedEvent, deriveFields, type FieldName, fieldNames } from "#lib/requests/derive-fields";
import { leavesOf } from "#lib/requests/leaves";
import { findSource, sources } from "#lib/sources/index";

type Sent = { body: unknown; headers?: Record<string, string>; config?: Record<string, unknown> };

describe("a field that is a text of the body names the place of it", () => {
  test("of an alert in a list", () => {
    const { origins, value } = only("prometheus", sampleOf("prometheus", 0)).severity;
    expect(value).toBe("critical");
    expect(origins).toEqual([{ place: "body", path: ["alerts", "0", "labels", "severity"], exact: true }]);
  });

  test("of JSON that is written in base64 in the body", () => {
    const at = sourceOf("google-cloud-monitoring").samples.findIndex(({ title }) => title.includes("Pub/Sub"));
    expect(originsOf(only("google-cloud-monitoring", sampleOf("google-cloud-monitoring", at)))).toMatchObject({
      dedupKey: ["=message.data.incident.incident_id"],
    });
  });

  test("of JSON that is written in a text of the body", () => {
    expect(originsOf(only("cloudwatch", sampleOf("cloudwatch", 0)))).toMatchObject({
      summary: expect.arrayContaining(["~Message.AlarmName"]),
    });
  });
});

describe("a field that is made from several values names them all", () => {
  test("the alert's name and its text", () => {
    expect(originsOf(only("prometheus", sampleOf("prometheus", 0))).summary).toEqual([
      "~alerts.0.labels.alertname",
      "~alerts.0.annotations.summary",
    ]);
  });

  test("every label, where the key is their hash", () => {
    const body = { alerts: [{ status: "firing", labels: { alertname: "Down", job: "node", zone: "b" } }] };
    expect(originsOf(only("prometheus", { body })).dedupKey.toSorted()).toEqual([
      "~alerts.0.labels.alertname",
      "~alerts.0.labels.job",
      "~alerts.0.labels.zone",
    ]);
  });
});

test("each alert of a group is made from its own part", () => {
  const alert = (name: string) => ({ status: "firing", labels: { alertname: name }, fingerprint: `of-${name}` });
  const { events } = derive("prometheus", { body: { alerts: [alert("Disk"), alert("Load"), alert("Swap")] } });
  expect(events.map((event) => originsOf(event).dedupKey)).toEqual([
    ["=alerts.0.fingerprint"],
    ["=alerts.1.fingerprint"],
    ["=alerts.2.fingerprint"],
  ]);
  expect(events.map((event) => originsOf(event).action)).toEqual([
    ["~alerts.0.status"],
    ["~alerts.1.status"],
    ["~alerts.2.status"],
  ]);
});

describe("what decides whether trouble begins or ends is found", () => {
  test.each([
    ["prometheus", 1, ["~alerts.0.status"]],
    ["datadog", 0, ["~alert_transition"]],
    ["datadog", 2, ["~title"]],
    ["pagerduty", 0, ["=event_action"]],
    ["webhook", 0, ["~status"]],
  ] as const)("in sample %#: %s", (id, at, expected) => {
    expect(originsOf(only(id, sampleOf(id, at))).action).toEqual(expected);
  });

  test("in a header, where the sender says there what the body is", () => {
    const sample = sampleOf("github", 0);
    expect(Object.keys(sample.headers ?? {})).toContain("x-github-event");
    expect(originsOf(only("github", sample)).action).toContain("~header x-github-event");
  });
});

test("a place that the mapping names is told with the setting that names it", () => {
  const body = { alert: { title: "Queue is stuck", host: "mq-1" }, level: "high", state: "fired" };
  const config = {
    summaryField: "alert.title",
    severityField: "level",
    actionField: "state",
    triggerValues: ["fired"],
  };
  expect(originsOf(only("webhook", { body, config }))).toMatchObject({
    summary: ["=alert.title", "~setting summaryField"],
    severity: ["~level", "~setting severityField"],
    source: ["=alert.host"],
  });
});

test("a field without an origin says whether the source sets it or nothing does", () => {
  const github = only("github", sampleOf("github", 0));
  expect(github.severity).toEqual({ value: "error", origins: [], otherwise: "constant" });
  const webhook = only("webhook", { body: { title: "Queue is stuck" } });
  expect(webhook.severity).toEqual({ value: null, origins: [], otherwise: "unsaid" });
});

describe("a large request costs no more than it may", () => {
  const alertsOf = (count: number) => ({
    alerts: Array.from({ length: count }, (_, at) => ({
      status: "firing",
      labels: { alertname: `Alert ${at}`, instance: `db-${at}`, severity: "critical" },
      annotations: { summary: "x".repeat(100) },
    })),
  });

  test("only a part of it is tried, and that is said", () => {
    const { events, isCut } = derive("prometheus", { body: alertsOf(300) });
    expect(isCut).toBe(true);
    expect(events).toHaveLength(300);
    expect(events.at(-1)?.severity.otherwise).toBe("unknown");
  });

  test("nothing of it is tried when too little could be", () => {
    expect(derive("prometheus", { body: alertsOf(2_000) })).toEqual({ events: [], isCut: true });
  });
});

test("what cannot be read, or is no event, has no fields", () => {
  for (const body of [{ alerts: "none" }, { alerts: [] }])
    expect(derive("prometheus", { body })).toEqual({ events: [], isCut: false });
  const kept = { method: "POST", query: "", headers: {}, body: Buffer.from("{") };
  expect(deriveFields(kept, sourceOf("prometheus"), {}).events).toEqual([]);
});

test.each(sources.map(({ id }) => id))(
  "of every sample of %s the key and the summary come from what was sent",
  (id) => {
    for (const at of sourceOf(id).samples.keys()) {
      const sample = sampleOf(id, at);
      const { leaves } = leavesOf(sample.body, 1_000);
      for (const { dedupKey, summary } of derive(id, sample).events) {
        expect(
          [dedupKey, summary].every(({ origins, otherwise }) => origins.length > 0 || otherwise !== "constant"),
        ).toBe(true);
        for (const { path, exact } of [...dedupKey.origins, ...summary.origins].filter(
          ({ place }) => place === "body",
        )) {
          const leaf = leaves.find((one) => isDeepStrictEqual(one.path, path));
          expect([dedupKey.value, summary.value].includes(String(leaf?.value).trim()) || !exact, path.join(".")).toBe(
            true,
          );
        }
      }
    }
  },
);

function sourceOf(id: string) {
  const source = findSource(id);
  if (!source) throw new Error(`there is no source ${id}`);
  return source;
}

function sampleOf(id: string, at: number): Sent {
  const { samples } = sourceOf(id);
  const sample = samples[at];
  if (!sample) throw new Error(`${id} has no sample ${at}`);
  const headers = Object.entries(sample.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    body: sample.payload,
    headers: Object.fromEntries(headers),
    ...(sample.config && { config: sample.config }),
  };
}

function derive(id: string, { body, headers = {}, config = {} }: Sent) {
  const kept = { method: "POST", query: "", headers, body: Buffer.from(JSON.stringify(body)) };
  return deriveFields(kept, sourceOf(id), config);
}

function only(id: string, sent: Sent): DerivedEvent {
  const [event, ...others] = derive(id, sent).events;
  if (!event || others.length > 0) throw new Error("it is not one event");
  return event;
}

/** "=path" where the field is that text, "~path" where it is made from it; the place where it is not the body. */
function originsOf(event: DerivedEvent): Record<FieldName, string[]> {
  const told = fieldNames.map((name) => [
    name,
    event[name].origins.map(({ place, path, exact }) => {
      const dotted = path.join(".");
      return `${exact ? "=" : "~"}${place === "body" ? dotted : `${place} ${dotted}`}`;
    }),
  ]);
  return Object.fromEntries(told);
}
