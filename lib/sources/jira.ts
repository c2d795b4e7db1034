import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  const event = textAt(message, "webhookEvent");
  if (event === undefined) return missing("webhookEvent");
  if (!event.startsWith("jira:issue_"))
    return { ignored: `Jira's event "${event.slice(0, 60)}" is not about the state of an issue.` };
  const id = textAt(message, "issue.id");
  if (id === undefined) return missing("issue.id");
  const action = actionOf(event, message);
  if (typeof action !== "string") return action;
  const key = textAt(message, "issue.key");
  return [
    {
      action,
      dedupKey: id,
      summary: [key, textAt(message, "issue.fields.summary")].filter(Boolean).join(": ") || `Jira issue ${id}`,
      severity: severityOf(textAt(message, "issue.fields.priority.name")),
      source: textAt(message, "issue.fields.project.name", "issue.fields.project.key"),
      occurredAt: momentOf(message.timestamp),
      links: linksOf({ Jira: addressOf(textAt(message, "issue.self"), key) }),
      details: {
        issue: key,
        type: textAt(message, "issue.fields.issuetype.name"),
        status: textAt(message, "issue.fields.status.name"),
        priority: textAt(message, "issue.fields.priority.name"),
        reporter: textAt(message, "issue.fields.reporter.displayName"),
        assignee: textAt(message, "issue.fields.assignee.displayName"),
        by: textAt(message, "user.displayName"),
      },
    },
  ];
}

function actionOf(event: string, message: Message): Action | { ignored: string } {
  if (event === "jira:issue_created") return "trigger";
  if (event === "jira:issue_deleted") return "resolve";
  if (event !== "jira:issue_updated")
    return { ignored: `Jira's event "${event.slice(0, 60)}" neither opens nor ends trouble.` };
  if (!hasNewStatus(message)) return { ignored: "The issue was changed, but not its status." };
  const category = textAt(message, "issue.fields.status.statusCategory.key")?.toLowerCase();
  const action = category === undefined ? undefined : byCategory.get(category);
  return action ?? { ignored: "The category of the issue's status is none that Tocsin knows." };
}

const byCategory = new Map<string, Action>([
  ["new", "trigger"],
  ["indeterminate", "acknowledge"],
  ["done", "resolve"],
]);

/** Without a list of changes nobody knows; the status is believed then. */
function hasNewStatus(message: Message): boolean {
  const items = atPath(message, "changelog.items");
  return !Array.isArray(items) || items.some((item) => textAt(item, "field")?.toLowerCase() === "status");
}

/** The page of an issue, beside the address that the API has for it. */
function addressOf(self: string | undefined, key: string | undefined): string | undefined {
  const [site, api] = self?.split("/rest/api/", 2) ?? [];
  return site && api && key ? `${site}/browse/${encodeURIComponent(key.toWellFormed())}` : undefined;
}

const setup = `
1. As an administrator of Jira open *Settings → System → WebHooks* and press *Create a WebHook*.
2. Name it \`Tocsin\` and paste \`{url}\` as the *URL*.
3. Under *Issue related events* enter a JQL query for the issues that should wake somebody, for example:

   \`\`\`sh
   project = OPS AND issuetype = Incident
   \`\`\`

4. Tick *Issue: created*, *updated* and *deleted*. Leave comments and worklogs out.
5. Optional: set a *Secret* there and the same as this integration's signature secret. Every request is then checked against
   \`X-Hub-Signature\`.

A new issue opens an incident. In progress acknowledges it, done or deleted resolves it, and back to do opens it again.
Priorities set the severity: highest is critical, high an error, medium a warning.
`.trim();

const status = (name: string, key: string) => ({ name, statusCategory: { key } });
const issue = {
  id: "10002",
  self: "https://example.atlassian.net/rest/api/2/issue/10002",
  key: "OPS-42",
  fields: {
    summary: "Customers cannot pay",
    issuetype: { name: "Incident" },
    project: { key: "OPS", name: "Operations" },
    priority: { name: "Highest" },
    reporter: { displayName: "Alice" },
    status: status("To do", "new"),
  },
};
const moved = (name: string, key: string, timestamp: number) => ({
  timestamp,
  webhookEvent: "jira:issue_updated",
  user: { displayName: "Bob" },
  issue: { ...issue, fields: { ...issue.fields, status: status(name, key) } },
  changelog: { id: "1", items: [{ field: "status", toString: name }] },
});

export const jira = defineSource({
  id: "jira",
  name: "Jira",
  group: "Other",
  description: "Issues of Jira and Jira Service Management that should wake somebody.",
  icon: "jira",
  signature: { kind: "hmac", algorithm: "sha256", headers: ["X-Hub-Signature"], prefix: "sha256=" },
  payload: message,
  deliveryId: { header: "x-atlassian-webhook-identifier" },
  events: eventsOf,
  // `timestamp` is when the change was made.
  occurredAtIs: "own",
  // It is not known that Jira waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An incident is reported in Jira",
      payload: { timestamp: 1772333970000, webhookEvent: "jira:issue_created", user: { displayName: "Alice" }, issue },
      becomes: [
        {
          action: "trigger",
          dedupKey: "10002",
          summary: "OPS-42: Customers cannot pay",
          severity: "critical",
          source: "Operations",
          occurredAt: "2026-03-01T02:59:30.000Z",
          links: [{ href: "https://example.atlassian.net/browse/OPS-42", text: "Jira" }],
        },
      ],
    },
    {
      title: "Bob starts to work on it",
      payload: moved("In progress", "indeterminate", 1772334200000),
      becomes: [{ action: "acknowledge", dedupKey: "10002" }],
    },
    {
      title: "It is done",
      payload: moved("Done", "done", 1772335200000),
      becomes: [{ action: "resolve", dedupKey: "10002" }],
    },
    {
      title: "Its description is changed",
      payload: { ...moved("To do", "new", 1772334000000), changelog: { items: [{ field: "description" }] } },
      becomes: [],
    },
  ],
});
