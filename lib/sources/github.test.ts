import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { github } from "#lib/sources/github";

const repository = { full_name: "acme/shop", default_branch: "main" };
const facts = (event?: string) => ({
  method: "POST",
  headers: event ? { "x-github-event": event } : ({} as Record<string, string>),
  query: new URLSearchParams(),
});
const read = (event: string | undefined, body: object, config = {}) =>
  github.read({ repository, ...body }, config, facts(event));
const run = (changes: object = {}) => ({
  action: "completed",
  workflow_run: {
    workflow_id: 1,
    name: "CI",
    head_branch: "main",
    conclusion: "failure",
    head_repository: { full_name: "acme/shop" },
    ...changes,
  },
});

test("a timed-out run opens, a success resolves under the same key, whatever the run's number", () => {
  const [failed] = eventsOf(read("workflow_run", run({ conclusion: "timed_out", run_number: 7, run_attempt: 1 })));
  const [passed] = eventsOf(read("workflow_run", run({ conclusion: "success", run_number: 8, run_attempt: 2 })));
  expect(failed).toMatchObject({ action: "trigger", summary: "Workflow CI timed out on main (acme/shop)" });
  expect(passed).toMatchObject({ action: "resolve", dedupKey: failed?.dedupKey });
});

test.each(["neutral", "cancelled", "skipped", "stale", "action_required"])("a run that ended %s is ignored", (end) => {
  expect(read("workflow_run", run({ conclusion: end }))).toHaveProperty("ignored");
});

test("a run that has not ended is ignored, whatever it says of its conclusion", () => {
  expect(read("workflow_run", { ...run(), action: "requested" })).toHaveProperty("ignored");
  expect(read("workflow_run", run({ conclusion: null }))).toHaveProperty("ignored");
});

test("the main of a fork is another branch than ours", () => {
  const [own] = eventsOf(read("workflow_run", run()));
  const [fork] = eventsOf(read("workflow_run", run({ head_repository: { full_name: "eve/shop" } })));
  expect(fork?.dedupKey).not.toBe(own?.dedupKey);
  expect(read("workflow_run", run({ head_repository: { full_name: "eve/shop" } }), { branches: "main" })).toEqual({
    ignored: expect.stringContaining("eve/shop:main"),
  });
});

test("with branches named, the others are ignored", () => {
  const config = { branches: "main, release/*" };
  expect(eventsOf(read("workflow_run", run(), config))).toHaveLength(1);
  expect(eventsOf(read("workflow_run", run({ head_branch: "release/2" }), config))).toHaveLength(1);
  expect(read("workflow_run", run({ head_branch: "fix/typo" }), config)).toHaveProperty("ignored");
  expect(read("workflow_run", run({ head_branch: null }), config)).toHaveProperty("ignored");
});

test("checks of one name from two apps are two", () => {
  const check = (slug: string) => ({
    action: "completed",
    check_run: { name: "lint", app: { slug }, conclusion: "failure" },
  });
  const keys = ["a", "b"].map((slug) => eventsOf(read("check_run", check(slug)))[0]?.dedupKey);
  expect(keys).toEqual(["check_run:acme/shop:a:lint:", "check_run:acme/shop:b:lint:"]);
});

test("a status belongs to the default branch where it can", () => {
  const status = { context: "ci/build", state: "error", branches: [{ name: "fix" }, { name: "main" }] };
  expect(eventsOf(read("status", status))[0]).toMatchObject({
    action: "trigger",
    dedupKey: "status:acme/shop:ci/build:main",
  });
  expect(read("status", { ...status, state: "pending" })).toHaveProperty("ignored");
});

test("a deployment is told by its environment", () => {
  const deployed = (state: string) => ({ deployment: { environment: "production" }, deployment_status: { state } });
  const keys = ["failure", "success"].map((state) => eventsOf(read("deployment_status", deployed(state)))[0]);
  expect(keys).toMatchObject([
    {
      action: "trigger",
      dedupKey: "deployment_status:acme/shop:production",
      summary: "Deployment to production failed (acme/shop)",
    },
    { action: "resolve", dedupKey: "deployment_status:acme/shop:production" },
  ]);
  expect(read("deployment_status", deployed("in_progress"))).toHaveProperty("ignored");
});

const scan = (action: string, rule: object = {}) => ({ action, alert: { number: 7, rule: { id: "js/xss", ...rule } } });

test.each([
  ["created", "trigger"],
  ["reopened", "trigger"],
  ["reopened_by_user", "trigger"],
  ["appeared_in_branch", "trigger"],
  ["fixed", "resolve"],
  ["closed_by_user", "resolve"],
])("a code scanning alert that was %s: %s", (action, becomes) => {
  expect(eventsOf(read("code_scanning_alert", scan(action)))).toMatchObject([
    { action: becomes, dedupKey: "code_scanning_alert:acme/shop:7" },
  ]);
});

test.each([
  [{ security_severity_level: "critical", severity: "warning" }, "critical"],
  [{ security_severity_level: "high" }, "error"],
  [{ security_severity_level: "medium" }, "warning"],
  [{ security_severity_level: null, severity: "error" }, "error"],
  [{ severity: "note" }, "info"],
  [{ severity: "none" }, "info"],
  [{}, undefined],
])("the severity of a code scanning alert with %o is %s", (rule, severity) => {
  expect(eventsOf(read("code_scanning_alert", scan("created", rule)))[0]?.severity).toBe(severity);
});

test("a reopened alert does not seem older than its end", () => {
  const alert = { number: 1, secret_type: "x", created_at: "2026-01-01T00:00:00Z" };
  const moments = ["created", "reopened"].map(
    (action) => eventsOf(read("secret_scanning_alert", { action, alert }))[0]?.occurredAt,
  );
  expect(moments).toEqual(["2026-01-01T00:00:00.000Z", undefined]);
});

test("without the header the body says what it is, and a check without a name is unreadable", () => {
  expect(eventsOf(read(undefined, run()))).toMatchObject([{ action: "trigger" }]);
  expect(read("check_run", { action: "completed", check_run: {} })).toEqual({
    unreadable: [{ path: "check_run.name", message: expect.any(String) }],
  });
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
