import { expect, test } from "vitest";
import { jira } from "#lib/sources/jira";

const inCategory = (key: string, items?: object[]) => ({
  webhookEvent: "jira:issue_updated",
  issue: { id: "1", key: "OPS-1", fields: { status: { statusCategory: { key } } } },
  ...(items && { changelog: { items } }),
});

test.each<[title: string, body: object, expected: object]>([
  ["no list of changes, done", inCategory("done"), { events: [{ action: "resolve", dedupKey: "1" }] }],
  ["the status changed to done", inCategory("done", [{ field: "status" }]), { events: [{ action: "resolve" }] }],
  ["reopened", inCategory("new", [{ field: "status" }]), { events: [{ action: "trigger", summary: "OPS-1" }] }],
  ["only the assignee changed", inCategory("done", [{ field: "assignee" }]), { ignored: expect.any(String) }],
  ["an unknown category", inCategory("undefined", [{ field: "status" }]), { ignored: expect.any(String) }],
  ["deleted", { webhookEvent: "jira:issue_deleted", issue: { id: "1" } }, { events: [{ action: "resolve" }] }],
  ["a comment", { webhookEvent: "comment_created", issue: { id: "1" } }, { ignored: expect.any(String) }],
])("%s", (_, body, expected) => expect(jira.read(body, {})).toMatchObject(expected));

test("the link leads to the issue's page, also below a path", () => {
  const issue = { id: "1", key: "OPS-1", self: "https://example.com/jira/rest/api/2/issue/1" };
  expect(jira.read({ webhookEvent: "jira:issue_created", issue }, {})).toMatchObject({
    events: [{ links: [{ href: "https://example.com/jira/browse/OPS-1" }] }],
  });
});
