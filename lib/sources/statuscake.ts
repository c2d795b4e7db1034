import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { missing } from "#lib/reading/missing";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["down", "trigger"],
  ["up", "resolve"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const id = textAt(message, "TestID", "testid", "test_id");
  if (id === undefined) return missing("TestID");
  const status = textAt(message, "Status", "status");
  if (status === undefined) return missing("Status");
  const action = actions.get(status.toLowerCase());
  if (!action) return { ignored: `The test's status is "${status.slice(0, 60)}", which is neither Down nor Up.` };
  const url = textAt(message, "URL", "url");
  const name = textAt(message, "Name", "name") ?? url ?? `Test ${id}`;
  const code = textAt(message, "StatusCode", "statuscode");
  return [
    {
      action,
      dedupKey: id,
      summary: summaryOf(name, action, { url, code }),
      ...(action === "trigger" ? { severity: "critical" } : {}),
      source: url ?? name,
      links: url && /^https?:\/\//i.test(url) ? [{ href: url, text: name }] : [],
      details: { name, url, statusCode: code, tags: textAt(message, "Tags", "tags"), ip: textAt(message, "IP", "ip") },
    },
  ];
}

function summaryOf(name: string, action: Action, at: { url: string | undefined; code: string | undefined }): string {
  if (action === "resolve") return `${name} is up`;
  const place = at.url === undefined || at.url === name ? "" : ` (${at.url})`;
  const answer = at.code === undefined || at.code === "0" ? "" : `: it answered ${at.code}`;
  return `${name} is down${place}${answer}`;
}

const setup = `
1. In StatusCake open *Alerts → Contact Groups* and add a group, or edit one.
2. Paste \`{url}\` as the *Webhook URL* and choose the method *POST*.
3. Choose that contact group in the uptime tests you want to be woken by.
4. Optional: StatusCake sends a token made from your user name, in lower case, and your API key. Make it, and set it as this
   integration's signature secret:

   \`\`\`bash
   printf '%s%s' 'username' 'API key' | md5sum | cut -c1-32
   \`\`\`

A test that is down opens a critical incident, the same test being up resolves it.
`.trim();

const shop = {
  URL: "https://shop.example.com",
  Token: "0cc175b9c0f1b6a831c399e269772661",
  Name: "Shop",
  StatusCode: "503",
  Status: "Down",
  TestID: "4711",
  Tags: "prod",
};

export const statuscake = defineSource({
  id: "statuscake",
  name: "StatusCake",
  group: "Uptime monitoring",
  description: "Uptime tests of StatusCake that go down and come up.",
  signature: { kind: "body-token", path: "Token" },
  payload: message,
  events: eventsOf,
  occurredAtIs: "none",
  // It is not known that StatusCake waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A site is down",
      payload: shop,
      becomes: [
        {
          action: "trigger",
          dedupKey: "4711",
          summary: "Shop is down (https://shop.example.com): it answered 503",
          severity: "critical",
          source: "https://shop.example.com",
        },
      ],
    },
    {
      title: "The site is up again",
      payload: { ...shop, Status: "Up", StatusCode: "200" },
      becomes: [{ action: "resolve", dedupKey: "4711" }],
    },
  ],
});
