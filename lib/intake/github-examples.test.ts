import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { postTo } from "#lib/intake/testing-posts";
import { atPath } from "#lib/reading/at-path";

type Example = { name: string; examples: unknown[] };
const load = createRequire(import.meta.url);
// The package is JSON: an array of these for github.com and for each version of Enterprise Server.
const examplesOf = (edition: string): Example[] => load(`@octokit/webhooks-examples/${edition}/index.json`);
const editions = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"];

/** What opens and what ends an incident, by the place in the message that says it. All else is ignored, but for the ping. */
const rules: Record<string, { at: string; trigger: string[]; resolve: string[] }> = {
  workflow_run: { at: "workflow_run.conclusion", ...ends() },
  check_run: { at: "check_run.conclusion", ...ends() },
  check_suite: { at: "check_suite.conclusion", ...ends() },
  status: { at: "state", ...ends() },
  deployment_status: { at: "deployment_status.state", ...ends() },
  code_scanning_alert: {
    at: "action",
    trigger: ["created", "reopened", "reopened_by_user", "appeared_in_branch"],
    resolve: ["fixed", "closed_by_user"],
  },
  dependabot_alert: {
    at: "action",
    trigger: ["created", "reopened", "reintroduced", "auto_reopened"],
    resolve: ["fixed", "dismissed", "auto_dismissed"],
  },
  secret_scanning_alert: {
    at: "action",
    trigger: ["created", "reopened", "publicly_leaked"],
    resolve: ["resolved", "revoked"],
  },
};

/** These tell of a run at each of its steps. */
const runs = new Set(["workflow_run", "check_run", "check_suite"]);

function ends() {
  return { trigger: ["failure", "error", "timed_out", "startup_failure"], resolve: ["success"] };
}

beforeAll(async () => {
  await testDatabase();
});

test("every collected example of GitHub's webhooks is answered, and becomes what its event and action say", async () => {
  const { id } = await createIntegration({ type: "github", rateLimitPerMinute: 0 });
  const all = editions.flatMap(examplesOf).flatMap(({ name, examples }) => examples.map((body) => ({ name, body })));
  const answers = await Promise.all(
    all.map(({ name, body }) => postTo({ id, type: "github" }, body, { headers: { "X-GitHub-Event": name } })),
  );
  const found = answers.map(({ status, body }, at) => ({ ...all[at], status, became: becameOf(body) }));
  const counts: Record<string, number> = {};
  for (const { name = "", body, status, became } of found) {
    expect([name, status < 300, became]).toEqual([name, true, expectedOf(name, body)]);
    const title = became === "ignored" && !(name in rules) ? "ignored" : `${name}: ${became}`;
    counts[title] = (counts[title] ?? 0) + 1;
  }
  expect(counts).toEqual({
    ...{ "workflow_run: resolve": 2, "workflow_run: ignored": 8 },
    ...{ "check_run: trigger": 1, "check_run: resolve": 4, "check_run: ignored": 13 },
    ...{ "check_suite: resolve": 11, "check_suite: ignored": 9 },
    ...{ "deployment_status: resolve": 10, "deployment_status: ignored": 1 },
    ...{ "status: resolve": 11, "ping: test": 11 },
    ...{ "code_scanning_alert: trigger": 11, "code_scanning_alert: resolve": 2 },
    ...{ "dependabot_alert: trigger": 1, "dependabot_alert: resolve": 2 },
    ...{ "secret_scanning_alert: trigger": 7, ignored: 622 },
  });
  const kept = await sql()`
    select outcome, count(*)::int from requests where integration_id = ${id} group by outcome order by outcome`;
  expect(kept).toEqual([
    { outcome: "accepted", count: 62 },
    { outcome: "ignored", count: 653 },
    { outcome: "test", count: 11 },
  ]);
});

function expectedOf(name: string, body: unknown): string {
  if (name === "ping") return "test";
  const rule = rules[name];
  const said = rule && String(atPath(body, rule.at));
  const isRunning = runs.has(name) && atPath(body, "action") !== "completed";
  if (!rule || !said || isRunning) return "ignored";
  return rule.trigger.includes(said) ? "trigger" : rule.resolve.includes(said) ? "resolve" : "ignored";
}

function becameOf(answer: string): string {
  const { status, events } = JSON.parse(answer);
  return status === "accepted" ? events.map(({ action }: { action: string }) => action).join(" ") : status;
}
