import { expect, test } from "vitest";
import type { Incident } from "#lib/browser/incident";
import { asMarkdown } from "./as-markdown";

const incident: Incident = {
  id: "0193",
  number: 412,
  title: "Disk almost\nfull",
  status: "acknowledged",
  severity: "critical",
  urgency: "high",
  source: "db-1",
  dedupKey: "disk/db-1",
  service: { id: "s", name: "Payments" },
  assignees: [{ id: "a", name: "Alice" }],
  alertCount: 1,
  openedAt: "2026-11-20T13:00:00Z",
  lastAlertAt: "2026-11-20T13:00:00Z",
  acknowledgedAt: "2026-11-20T13:02:00Z",
  resolvedAt: null,
  snoozedUntil: null,
  changedAt: "2026-11-20T13:02:00Z",
  links: [{ href: "https://runbooks.example.com/disk", text: "Runbook" }],
  images: [],
};

test("an incident can be pasted into a chat with exact times and its timeline", () => {
  const noted = {
    sentence: "Note by Alice",
    words: "cleaning\nlogs",
    at: "2026-11-20T13:03:00Z",
  };
  expect(
    asMarkdown(incident, [noted], "https://tocsin.example.com/incidents/412", "Europe/Berlin"),
  ).toBe(`# #412 Disk almost full

https://tocsin.example.com/incidents/412

- **State:** acknowledged at 20 Nov 2026, 14:02:00 CET
- **Service:** Payments
- **Severity:** critical, urgency high
- **Source:** db-1
- **Opened:** 20 Nov 2026, 14:00:00 CET
- **Alerts:** 1 alert, the last at 20 Nov 2026, 14:00:00 CET
- **Assigned to:** Alice
- **Dedup key:** \`disk/db-1\`
- [Runbook](https://runbooks.example.com/disk)

## Timeline

- 20 Nov 2026, 14:03:00 CET: Note by Alice
  > cleaning
  > logs
`);
});
