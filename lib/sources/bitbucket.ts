import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { gather, type Part } from "#lib/reading/gather";
import { branchFilter, isWantedBranch } from "#lib/reading/is-wanted-branch";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { type PipelineRun, pipelineRuns } from "#lib/reading/pipeline-runs";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Facts, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
const config = z.object({ branches: branchFilter });

type Message = z.output<typeof message>;
type Config = z.output<typeof config>;

function eventsOf(message: Message, { branches }: Config, { headers }: Facts): Reading {
  if (message.test === true || headers["x-event-key"] === "diagnostics:ping")
    return { test: "Bitbucket asked whether Tocsin is there." };
  if (isObject(message.commit_status)) return gather([readStatus(message, branches)]);
  if (Array.isArray(message.resourceSpans)) return spans(message, branches);
  if (isObject(message.pipeline)) return gather([readRun(restRun(message), branches, "pipeline")]);
  const name = headers["x-event-key"]?.trim();
  if (name) return { ignored: `Bitbucket's event "${name.slice(0, 60)}" tells of no build.` };
  return missing("commit_status", "an object, with the header X-Event-Key");
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

// The names of commit statuses, of the REST API and of the spans.
const ends: Record<string, Action> = {
  FAILED: "trigger",
  ERROR: "trigger",
  SUCCESSFUL: "resolve",
  COMPLETE: "resolve",
};

function actionOf(state: string): Action | undefined {
  const said = state.toUpperCase();
  return Object.hasOwn(ends, said) ? ends[said] : undefined;
}

const lacks = (path: string): Part<Event> => ({ problem: { path, message: "is missing; it should be text" } });
const notAnEnd = (state: string): Part<Event> => ({
  ignored: `A build that is "${state.slice(0, 60)}" has neither failed nor passed.`,
});
const unwanted = (branch: string | undefined): Part<Event> => ({
  ignored: `The branch ${branch?.slice(0, 100) ?? "is not named and"} is not one of this integration's.`,
});

function readStatus(message: Message, branches: string): Part<Event> {
  const repository = textAt(message, "repository.full_name");
  const key = textAt(message, "commit_status.key");
  const state = textAt(message, "commit_status.state");
  if (repository === undefined) return lacks("repository.full_name");
  if (key === undefined) return lacks("commit_status.key");
  if (state === undefined) return lacks("commit_status.state");
  const branch = textAt(message, "commit_status.refname");
  const action = actionOf(state);
  if (!action) return notAnEnd(state);
  if (!isWantedBranch(branch, branches)) return unwanted(branch);
  const name = textAt(message, "commit_status.name") ?? key;
  return {
    event: {
      action,
      dedupKey: `commit_status:${repository}:${key}:${branch ?? "default"}`,
      summary: `Build ${action === "trigger" ? "failed" : "passed"}: ${name} (${repository})`,
      severity: "error",
      source: repository,
      occurredAt: momentOf(textAt(message, "commit_status.updated_on", "commit_status.created_on")),
      links: linksOf({ Build: textAt(message, "commit_status.url") }),
      details: {
        repository,
        branch,
        description: textAt(message, "commit_status.description"),
        commit: textAt(message, "commit_status.commit.hash"),
        by: textAt(message, "actor.display_name", "actor.nickname"),
      },
    },
  };
}

function spans(message: Message, branches: string): Reading {
  const runs = pipelineRuns(message);
  if (runs.length === 0) return { ignored: "None of these spans is a whole run of a pipeline." };
  return gather(runs.map((run) => readRun(run, branches, "resourceSpans")));
}

/** The shape of Bitbucket's REST API, which scripts send. */
function restRun(message: Message): PipelineRun {
  return {
    repository: textAt(message, "repository.full_name", "pipeline.repository.full_name"),
    ref: textAt(message, "pipeline.target.ref_name", "pipeline.ref_name"),
    result: textAt(message, "pipeline.state.result.name", "pipeline.state.name", "pipeline.state"),
    number: textAt(message, "pipeline.build_number", "pipeline.run_number"),
  };
}

function readRun(
  { repository, ref, result, number, endedAt }: PipelineRun,
  branches: string,
  path: string,
): Part<Event> {
  if (repository === undefined) return { problem: { path, message: "does not name the repository" } };
  if (result === undefined) return { problem: { path, message: "does not say how the run ended" } };
  const action = actionOf(result);
  if (!action) return notAnEnd(result);
  if (!isWantedBranch(ref, branches)) return unwanted(ref);
  const run = number ? ` ${number}` : "";
  return {
    event: {
      action,
      dedupKey: `pipeline:${repository}:${ref ?? "default"}`,
      summary: `Pipeline${run} ${action === "trigger" ? "failed" : "passed"}${ref ? ` on ${ref}` : ""} (${repository})`,
      severity: "error",
      source: repository,
      occurredAt: momentOf(endedAt),
      links: linksOf({ Bitbucket: addressOf(repository, number) }),
      details: { repository, branch: ref, run: number, result },
    },
  };
}

// Without the name of the repository there is only its id, in braces.
function addressOf(repository: string, number: string | undefined): string | undefined {
  return number && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^\d+$/.test(number)
    ? `https://bitbucket.org/${repository}/pipelines/results/${number}`
    : undefined;
}

const setup = `
1. In the repository open *Repository settings → Webhooks* and press *Add webhook*.
2. Set *URL* to \`{url}\` and leave *Status* active.
3. Press *Generate secret*, or invent one, and set the same one as the signature secret of this integration.
4. Choose *Choose from a full list of triggers*, remove *Push* and tick *Build status created* and *Build status updated*.
   *Pipeline span created* is understood too, but tells of the same runs again.
5. Save it.

A build that fails opens an incident, the next success of the same build on the same branch resolves it. Set *Branches*
here to your main branch, or a failing pull request wakes somebody up. What a pipeline's span is called was learned from
other people's programs, not from Bitbucket's documentation: if you use it, look at the first one under *Requests*.
`.trim();

const repository = { full_name: "acme/shop", name: "shop" };
const status = {
  key: "unit-tests",
  name: "Unit tests",
  refname: "main",
  url: "https://ci.example.com/builds/412",
  type: "build",
};
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

export const bitbucket = defineSource({
  id: "bitbucket",
  name: "Bitbucket",
  group: "CI/CD & DevOps",
  description: "Failed builds and pipelines of Bitbucket Cloud.",
  icon: "bitbucket",
  signature: { kind: "hmac", algorithm: "sha256", headers: ["X-Hub-Signature"], prefix: "sha256=" },
  payload: message,
  config,
  deliveryId: { header: "X-Request-UUID" },
  events: eventsOf,
  // When this run ended or this status was set.
  occurredAtIs: "own",
  // Bitbucket tries twice more, after what is not said.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A build fails on main",
      headers: { "x-event-key": "repo:commit_status_updated" },
      payload: {
        actor: { display_name: "Alice" },
        repository,
        commit_status: { ...status, state: "FAILED", updated_on: "2026-03-01T02:59:30.123456+00:00" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "commit_status:acme/shop:unit-tests:main",
          summary: "Build failed: Unit tests (acme/shop)",
          severity: "error",
          source: "acme/shop",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The build passes again",
      headers: { "x-event-key": "repo:commit_status_updated" },
      payload: {
        repository,
        commit_status: { ...status, state: "SUCCESSFUL", updated_on: "2026-03-01T03:20:00+00:00" },
      },
      becomes: [{ action: "resolve", dedupKey: "commit_status:acme/shop:unit-tests:main" }],
    },
    {
      title: "A pipeline fails, told by its span",
      headers: { "x-event-key": "pipeline:span_created" },
      payload: {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  {
                    name: "bbc.pipeline_run",
                    endTimeUnixNano: "1772333970000000000",
                    attributes: [
                      attribute("pipeline.repository.full_name", "acme/shop"),
                      attribute("pipeline.target.ref_name", "main"),
                      attribute("pipeline.state.result.name", "FAILED"),
                      attribute("pipeline_run.run_number", "6"),
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "pipeline:acme/shop:main",
          summary: "Pipeline 6 failed on main (acme/shop)",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "A build that has just begun",
      headers: { "x-event-key": "repo:commit_status_created" },
      payload: { repository, commit_status: { ...status, state: "INPROGRESS" } },
      becomes: [],
    },
  ],
});
