import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

const actions = new Map<string, Action>([
  ["anomalous", "trigger"],
  ["ok", "resolve"],
  ["manually resolved", "resolve"],
  ["stopped", "resolve"],
]);

function eventsOf(body: z.output<typeof message>): Reading {
  const key = textAt(body, "incidentId");
  const status = textAt(body, "statusExtended", "status");
  if (!key) return missing("incidentId");
  if (!status) return missing("statusExtended", "anomalous or ok");
  const action = actions.get(status.toLowerCase());
  if (!action) return { ignored: `The status "${status.slice(0, 60)}" neither opens nor ends trouble.` };
  if (action === "trigger" && textAt(body, "triggeredWhileMuted") === "true")
    return { ignored: "The alert is muted in Splunk Observability." };
  return { events: [eventOf(body, action, key)], problems: [] };
}

function eventOf(body: unknown, action: Action, key: string): Event {
  const detectorUrl = textAt(body, "detectorUrl");
  const image = textAt(body, "imageUrl");
  return {
    action,
    dedupKey: key,
    summary: summaryOf(body),
    severity: severityOf(atPath(body, "severity")),
    source: machineIn(atPath(body, "inputs")) ?? textAt(body, "detector"),
    occurredAt: momentOf(atPath(body, "timestamp")),
    links: linksOf({ Detector: detectorUrl, Runbook: textAt(body, "runbookUrl") }),
    images: image ? [{ src: image, href: detectorUrl, alt: "Chart of the detector" }] : [],
    details: {
      message: textAt(body, "messageBody"),
      tip: textAt(body, "tip"),
      detector: textAt(body, "detector"),
      eventType: textAt(body, "eventType"),
      inputs: atPath(body, "inputs"),
    },
  };
}

function summaryOf(body: unknown): string {
  const rule = textAt(body, "rule");
  const detector = textAt(body, "detector");
  const name = rule && detector ? `${rule} (${detector})` : (rule ?? detector);
  const text = textAt(body, "description", "messageTitle");
  return [name, text].filter(Boolean).join(": ") || "Splunk Observability alert";
}

/** What the first signal is about that names a machine or a service. */
function machineIn(inputs: unknown): string | undefined {
  if (typeof inputs !== "object" || inputs === null) return undefined;
  for (const input of Object.values(inputs)) {
    const machine = textAt(input, "key.host", "key.sf_service");
    if (machine) return machine;
  }
  return undefined;
}

/** Anything but exactly 200 makes Splunk Observability send it again, for up to a day. */
function answer(ending: Ending): Answer | undefined {
  if (ending.outcome !== "accepted") return undefined;
  const { events, problems } = ending;
  return { status: 200, body: { status: "accepted", events, ...(problems.length > 0 && { problems }) } };
}

const setup = `
1. In Splunk Observability Cloud open *Data management → Available integrations*, search for *Webhook* and choose it.
2. Press *Add connection*, name it \`Tocsin\` and paste \`{url}\` as the *URL*. It has to be reachable by HTTPS.
3. Make up a *Shared secret* and save the same one here as this integration's signature secret: every request is then
   checked against \`X-SFX-Signature\`. Splunk's documents differ on whether it is made with SHA-256 or SHA-1; both are taken.
4. In each detector's alert rule add *Tocsin* under *Alert recipients*.

*Critical* is critical, *Major* error, *Minor* and *Warning* are warnings. An alert resolves itself when its detector is
fine again, is stopped, or somebody resolves it there. Muted alerts open no incident.
`.trim();

const latency = {
  sf_schema: 2,
  incidentId: "FZ1a2b3cAAA",
  detector: "Latency of the shop",
  detectorId: "FZ1a2b3cBBB",
  detectorUrl: "https://app.us1.signalfx.com/#/detector/FZ1a2b3cBBB/edit",
  rule: "p99 too high",
  severity: "Major",
  description: "The value of latency.p99 is above 2000.",
  messageTitle: "Major Alert: p99 too high (Latency of the shop)",
  messageBody: "Rule p99 too high in detector Latency of the shop triggered.",
  runbookUrl: "https://runbooks.example.com/latency",
  tip: "Look at the payment provider first.",
  status: "anomalous",
  statusExtended: "anomalous",
  eventType: "FZ1a2b3cBBB_p99 too high",
  timestamp: "2026-03-01T02:59:30Z",
  inputs: { A: { key: { host: "web-1", sf_metric: "latency.p99" }, value: "2413" } },
  triggeredWhileMuted: false,
};

export const splunkObservability = defineSource({
  id: "splunk-observability",
  name: "Splunk Observability Cloud",
  group: "Monitoring & APM",
  description: "Alerts of the detectors of Splunk Observability Cloud, once SignalFx.",
  icon: "splunk",
  // Splunk's own sources disagree about the algorithm.
  signature: {
    kind: "any",
    of: [
      { kind: "hmac", algorithm: "sha256", headers: ["X-SFX-Signature"], encoding: "base64" },
      { kind: "hmac", algorithm: "sha1", headers: ["X-SFX-Signature"], encoding: "base64" },
    ],
  },
  payload: message,
  events: eventsOf,
  answer,
  // `timestamp` is when the detector turned.
  occurredAtIs: "own",
  // It sends again after either.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A detector fires",
      payload: latency,
      becomes: [
        {
          action: "trigger",
          dedupKey: "FZ1a2b3cAAA",
          summary: "p99 too high (Latency of the shop): The value of latency.p99 is above 2000.",
          severity: "error",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The detector is fine again",
      payload: { ...latency, status: "ok", statusExtended: "ok", timestamp: "2026-03-01T03:20:00Z" },
      becomes: [{ action: "resolve", dedupKey: "FZ1a2b3cAAA", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A muted detector fires",
      payload: { ...latency, incidentId: "FZ1a2b3cCCC", triggeredWhileMuted: true },
      becomes: [],
    },
  ],
});
