import { expect, test } from "vitest";
import { bitbucket } from "#lib/sources/bitbucket";
import type { Event, Reading } from "#lib/sources/contract";

const repository = { full_name: "acme/shop" };
const read = (body: unknown, config = {}, headers: Record<string, string> = {}) =>
  bitbucket.read(body, config, { method: "POST", headers, query: new URLSearchParams() });
const status = (changes: object = {}) => ({
  repository,
  commit_status: { key: "unit", state: "FAILED", refname: "main", ...changes },
});
const span = (attributes: Record<string, string>, name = "bbc.pipeline_run") => ({
  name,
  attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
});
const trace = (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const run = (result: string, more: Record<string, string> = {}) =>
  span({
    "pipeline.repository.full_name": "acme/shop",
    "pipeline.target.ref_name": "main",
    "pipeline.state.result.name": result,
    ...more,
  });

test.each(["INPROGRESS", "STOPPED"])("a build that is %s is ignored", (state) => {
  expect(read(status({ state }))).toHaveProperty("ignored");
});

test("a build without a branch has a key all the same", () => {
  expect(eventsOf(read(status({ refname: null })))[0]?.dedupKey).toBe("commit_status:acme/shop:unit:default");
});

test("with branches named, the others are ignored", () => {
  expect(eventsOf(read(status(), { branches: "main" }))).toHaveLength(1);
  expect(read(status({ refname: "fix" }), { branches: "main" })).toHaveProperty("ignored");
  expect(read(trace(run("FAILED")), { branches: "release/*" })).toHaveProperty("ignored");
});

test.each([
  ["FAILED", "trigger"],
  ["ERROR", "trigger"],
  ["COMPLETE", "resolve"],
  ["SUCCESSFUL", "resolve"],
])("a run that ended %s: %s", (result, action) => {
  expect(eventsOf(read(trace(run(result))))).toMatchObject([{ action, dedupKey: "pipeline:acme/shop:main" }]);
});

test("of several spans the runs are read, the steps left out, and a bad one loses no other", () => {
  const reading = read(
    trace(span({}, "bbc.pipeline_step"), run("FAILED"), span({ "pipeline.state.result.name": "FAILED" })),
  );
  expect(eventsOf(reading)).toHaveLength(1);
  expect(reading).toHaveProperty("problems", [expect.stringContaining("does not name the repository")]);
  expect(read(trace(span({}, "bbc.pipeline_step")))).toHaveProperty("ignored");
});

test("a span that has only the id of the repository is told by it, without a link", () => {
  const uuid = "{0f1e}";
  const said = {
    "pipeline.repository.uuid": uuid,
    "pipeline.state.result.name": "FAILED",
    "pipeline_run.run_number": "6",
  };
  expect(eventsOf(read(trace(span(said))))).toMatchObject([{ dedupKey: `pipeline:${uuid}:default`, links: [] }]);
});

test("the shape of the REST API meets the same incident", () => {
  const body = {
    repository,
    pipeline: { build_number: 6, state: { result: { name: "SUCCESSFUL" } }, target: { ref_name: "main" } },
  };
  expect(eventsOf(read(body))).toMatchObject([{ action: "resolve", dedupKey: "pipeline:acme/shop:main" }]);
});

test("pings are tests, pushes are ignored", () => {
  expect(read({ test: true })).toHaveProperty("test");
  expect(read({}, {}, { "x-event-key": "diagnostics:ping" })).toHaveProperty("test");
  expect(read({ push: {} }, {}, { "x-event-key": "repo:push" })).toHaveProperty("ignored");
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
