import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { gitlab } from "#lib/sources/gitlab";

const project = { path_with_namespace: "acme/shop", web_url: "https://gitlab.example.com/acme/shop" };
const read = (body: object, config = {}) => gitlab.read({ project, ...body }, config);
const pipeline = (attributes: object) => ({
  object_kind: "pipeline",
  object_attributes: { id: 1, ref: "main", status: "failed", ...attributes },
});
const job = (changes: object = {}) => ({
  object_kind: "build",
  ref: "main",
  build_name: "deploy",
  build_status: "failed",
  pipeline_id: 9,
  ...changes,
});
const incident = (attributes: object, changes: object = {}) => ({
  object_kind: "issue",
  object_attributes: { iid: 7, type: "Incident", title: "Slow", state: "opened", ...attributes },
  changes,
});

test.each(["canceled", "skipped", "running", "pending", "manual", "created"])(
  "a pipeline that is %s is ignored",
  (status) => {
    expect(read(pipeline({ status }))).toHaveProperty("ignored");
  },
);

test("a child's end is not its parent's", () => {
  const [parent] = eventsOf(read(pipeline({})));
  const [child] = eventsOf(read(pipeline({ source: "parent_pipeline", name: "end to end" })));
  expect(parent?.dedupKey).toBe("pipeline:acme/shop:main");
  expect(child?.dedupKey).toBe("child_pipeline:acme/shop:main:end to end");
});

test("with branches named, the others are ignored, but a deployment has no branch", () => {
  const config = { branches: "main" };
  expect(eventsOf(read(pipeline({}), config))).toHaveLength(1);
  expect(read(pipeline({ ref: "fix" }), config)).toHaveProperty("ignored");
  expect(read(job({ ref: "fix" }), config)).toHaveProperty("ignored");
  const deployed = { object_kind: "deployment", status: "failed", environment: "production", ref: "fix" };
  expect(eventsOf(read(deployed, config))).toMatchObject([
    { dedupKey: "deployment:acme/shop:production", summary: "Deployment to production failed (acme/shop)" },
  ]);
});

test("a job is told by its name, links to its pipeline, and may be allowed to fail", () => {
  expect(eventsOf(read(job()))).toMatchObject([
    {
      action: "trigger",
      dedupKey: "job:acme/shop:main:deploy",
      summary: "Job deploy failed on main (acme/shop)",
      links: [{ href: "https://gitlab.example.com/acme/shop/-/pipelines/9" }],
    },
  ]);
  expect(eventsOf(read(job({ build_status: "success", build_allow_failure: true })))).toMatchObject([
    { action: "resolve", dedupKey: "job:acme/shop:main:deploy" },
  ]);
  expect(read(job({ build_allow_failure: true }))).toEqual({ ignored: "This job is allowed to fail." });
});

test.each<[title: string, body: object, action: string]>([
  ["opened", incident({ action: "open" }), "trigger"],
  ["reopened", incident({ action: "reopen" }), "trigger"],
  ["closed", incident({ action: "close", state: "closed" }), "resolve"],
  [
    "acknowledged",
    incident(
      { action: "update", escalation_status: "acknowledged" },
      { escalation_status: { previous: 0, current: 1 } },
    ),
    "acknowledge",
  ],
  [
    "made worse",
    incident({ action: "update", severity: "high" }, { severity: { previous: "low", current: "high" } }),
    "trigger",
  ],
])("an incident that is %s", (_, body, action) => {
  expect(eventsOf(read(body))).toMatchObject([{ action, dedupKey: "incident:acme/shop:7" }]);
});

test("a plain issue, and a change that matters little, are ignored", () => {
  expect(read(incident({ type: "Issue", action: "open" }))).toHaveProperty("ignored");
  expect(read(incident({ action: "update", escalation_status: "acknowledged" }, { title: {} }))).toHaveProperty(
    "ignored",
  );
});

test("a vulnerability is resolved when GitLab says that it is gone or does not matter", () => {
  const found = (state: string) => ({
    object_kind: "vulnerability",
    object_attributes: { url: "https://gitlab.example.com/v/1", title: "REXML DoS", severity: "high", state },
  });
  expect(
    ["detected", "confirmed", "dismissed", "resolved"].map((state) => eventsOf(read(found(state)))[0]),
  ).toMatchObject([
    { action: "trigger", severity: "error", dedupKey: "vulnerability:https://gitlab.example.com/v/1" },
    { action: "trigger" },
    { action: "resolve" },
    { action: "resolve", dedupKey: "vulnerability:https://gitlab.example.com/v/1" },
  ]);
});

test("what is no trouble is ignored, what is half is unreadable and says what it lacks", () => {
  expect(read({ object_kind: "push" })).toHaveProperty("ignored");
  expect(gitlab.read({ event_name: "project_create" }, {})).toHaveProperty("ignored");
  expect(read(pipeline({ ref: null }))).toEqual({
    unreadable: [{ path: "object_attributes.ref", message: expect.any(String) }],
  });
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
