import { expect, test } from "vitest";
import { cloudflare } from "#lib/sources/cloudflare";

test.each<[said: object, expected: object]>([
  [{ name: "Certificates", text: "Expires" }, { events: [{ action: "trigger", summary: "Certificates: Expires" }] }],
  [
    { alert_type: "x", alert_event: "ALERT_STATE_EVENT_END", alert_correlation_id: "1" },
    { events: [{ action: "resolve", dedupKey: "1" }] },
  ],
  [{ alert_type: "x", alert_event: "ALERT_STATE_EVENT_END" }, { ignored: expect.stringContaining("correlation") }],
  [{ text: "Hello World!" }, { test: expect.any(String) }],
])("%j", (said, expected) => expect(cloudflare.read(said, {})).toMatchObject(expected));
