import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { branchFilter, isWantedBranch } from "#lib/reading/is-wanted-branch";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
const config = z.object({ branches: branchFilter });

type Message = z.output<typeof message>;
type Config = z.output<typeof config>;

function eventsOf(message: Message, config: Config): Event[] | Reading {
  const kind = textAt(message, "object_kind", "event_name");
  if (kind === undefined) return missing("object_kind");
  const read = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return read?.(message, config) ?? { ignored: `GitLab's event "${kind.slice(0, 60)}" tells of no trouble.` };
}

const kinds: Record<string, (message: Message, config: Config) => Event[] | Reading> = {
  pipeline: (message, config) => buildEvents(message, pipelineShape(message), config),
  build: (message, config) => buildEvents(message, jobShape, config),
  deployment: (message, config) => buildEvents(message, deploymentShape, config),
  // GitLab sends incidents as work items; before 17.3 it sent them as issues.
  work_item: incidentEvents,
  issue: incidentEvents,
  vulnerability: vulnerabilityEvents,
};

/** Where a message about something that was built says what. */
type BuildShape = {
  word: string;
  kind: string;
  /** These and the project are the key. */
  names: string[];
  /** Part of the key where it is there. */
  also?: string;
  /** Shown; left out where it is the word that says enough. */
  title?: string;
  branch?: string;
  status: string;
  at: string;
  href: string;
};

function pipelineShape(message: Message): BuildShape {
  const isChild = textAt(message, "object_attributes.source") === "parent_pipeline";
  return {
    word: isChild ? "Child pipeline" : "Pipeline",
    // A child's success says nothing of its parent.
    kind: isChild ? "child_pipeline" : "pipeline",
    names: ["object_attributes.ref"],
    ...(isChild && { also: "object_attributes.name" }),
    title: "object_attributes.name",
    branch: "object_attributes.ref",
    status: "object_attributes.status",
    at: "object_attributes.finished_at",
    href: "object_attributes.url",
  };
}

const jobShape: BuildShape = {
  word: "Job",
  kind: "job",
  names: ["ref", "build_name"],
  title: "build_name",
  branch: "ref",
  status: "build_status",
  at: "build_finished_at",
  href: "build_url",
};

const deploymentShape: BuildShape = {
  word: "Deployment to",
  kind: "deployment",
  names: ["environment"],
  title: "environment",
  status: "status",
  at: "status_changed_at",
  href: "deployable_url",
};

const ends: Record<string, Action> = { failed: "trigger", success: "resolve" };

function buildEvents(message: Message, shape: BuildShape, { branches }: Config): Event[] | Reading {
  const project = textAt(message, "project.path_with_namespace", "project_name");
  if (project === undefined) return missing("project.path_with_namespace");
  const lacking = [...shape.names, shape.status].find((path) => textAt(message, path) === undefined);
  if (lacking !== undefined) return missing(lacking);
  const status = textAt(message, shape.status) ?? "";
  const action = Object.hasOwn(ends, status) ? ends[status] : undefined;
  const branch = shape.branch && textAt(message, shape.branch);
  if (!action)
    return { ignored: `${shape.word} is "${status.slice(0, 60)}", which is neither a failure nor a success.` };
  if (action === "trigger" && message.build_allow_failure === true) return { ignored: "This job is allowed to fail." };
  if (branch && !isWantedBranch(branch, branches))
    return { ignored: `The branch ${branch.slice(0, 100)} is not one of this integration's.` };
  return [buildEvent(message, shape, { project, branch, action })];
}

type Build = { project: string; branch: string | undefined; action: Action };

function buildEvent(message: Message, shape: BuildShape, { project, branch, action }: Build): Event {
  const title = [shape.word, shape.title && textAt(message, shape.title)].filter(Boolean).join(" ");
  const names = [...shape.names, ...(shape.also ? [shape.also] : [])].map((path) => textAt(message, path) ?? "");
  return {
    action,
    dedupKey: [shape.kind, project, ...names].join(":"),
    summary: `${title} ${action === "trigger" ? "failed" : "passed"}${branch ? ` on ${branch}` : ""} (${project})`,
    severity: "error",
    source: project,
    occurredAt: momentOf(textAt(message, shape.at)),
    links: linksOf({ GitLab: textAt(message, shape.href) ?? pipelineAddress(message) }),
    details: {
      project,
      branch,
      commit: textAt(message, "commit.title", "commit.message", "commit_title"),
      author: textAt(message, "user.username", "user.name"),
      stage: textAt(message, "build_stage"),
      reason: textAt(message, "build_failure_reason"),
    },
  };
}

function pipelineAddress(message: Message): string | undefined {
  const project = textAt(message, "project.web_url");
  const id = textAt(message, "object_attributes.id", "pipeline_id");
  return project && id && `${project}/-/pipelines/${encodeURIComponent(id.toWellFormed())}`;
}

const incidentActions: Record<string, Action> = { open: "trigger", reopen: "trigger", close: "resolve" };
const escalationActions: Record<string, Action> = {
  triggered: "trigger",
  acknowledged: "acknowledge",
  resolved: "resolve",
};

function incidentEvents(message: Message): Event[] | Reading {
  if (textAt(message, "object_attributes.type")?.toLowerCase() !== "incident")
    return { ignored: "This is an issue, not an incident." };
  const project = textAt(message, "project.path_with_namespace");
  if (project === undefined) return missing("project.path_with_namespace");
  const number = textAt(message, "object_attributes.iid");
  if (number === undefined) return missing("object_attributes.iid", "a number");
  const action = incidentAction(message);
  if (!action) return { ignored: "Nothing that matters about this incident was changed." };
  return [
    {
      action,
      dedupKey: `incident:${project}:${number}`,
      summary: `${textAt(message, "object_attributes.title") ?? `Incident ${number}`} (${project})`,
      severity: severityOf(textAt(message, "object_attributes.severity")),
      source: project,
      occurredAt: momentOf(textAt(message, "object_attributes.updated_at")),
      links: linksOf({ GitLab: textAt(message, "object_attributes.url") }),
      details: { project, incident: number, by: textAt(message, "user.username", "user.name") },
    },
  ];
}

function incidentAction(message: Message): Action | undefined {
  const said = textAt(message, "object_attributes.action") ?? "";
  if (Object.hasOwn(incidentActions, said)) return incidentActions[said];
  const isOpen = textAt(message, "object_attributes.state") !== "closed";
  const changes = z.looseObject({}).safeParse(message.changes).data ?? {};
  const status = textAt(message, "object_attributes.escalation_status") ?? "";
  if (changes.escalation_status && Object.hasOwn(escalationActions, status)) return escalationActions[status];
  return changes.severity && isOpen ? "trigger" : undefined;
}

const vulnerabilityActions: Record<string, Action> = {
  detected: "trigger",
  confirmed: "trigger",
  dismissed: "resolve",
  resolved: "resolve",
};

function vulnerabilityEvents(message: Message): Event[] | Reading {
  const address = textAt(message, "object_attributes.url");
  if (address === undefined) return missing("object_attributes.url", "the address of the vulnerability");
  const state = textAt(message, "object_attributes.state")?.toLowerCase() ?? "";
  const action = Object.hasOwn(vulnerabilityActions, state) ? vulnerabilityActions[state] : undefined;
  if (!action) return { ignored: `The state "${state.slice(0, 60)}" of a vulnerability means nothing here.` };
  const file = textAt(message, "object_attributes.location.file");
  return [
    {
      action,
      dedupKey: `vulnerability:${address}`,
      summary: `Vulnerability: ${textAt(message, "object_attributes.title") ?? address}${file ? ` in ${file}` : ""}`,
      severity: severityOf(textAt(message, "object_attributes.severity")),
      occurredAt: momentOf(textAt(message, "object_attributes.updated_at")),
      links: linksOf({ GitLab: address }),
      details: { state, file, report: textAt(message, "object_attributes.report_type") },
    },
  ];
}

const setup = `
1. In the project or group open *Settings → Webhooks* and press *Add new webhook*.
2. Set *URL* to \`{url}\`.
3. Invent a *Secret token*, or generate a *Signing token* where your GitLab offers one, and set the same one as the
   signature secret of this integration.
4. Tick *Pipeline events*, and what else you want to be told of: *Deployment events*, *Issues events* for GitLab's own
   incidents, *Vulnerability events*. *Job events* tell of every failed job a second time.
5. Press *Add webhook*. Its *Test* button sends what looks like a real event and can open an incident.

A pipeline that fails opens an incident, the next success on the same branch resolves it. Set *Branches* here to your
default branch, or a failing merge request wakes somebody up. GitLab turns off webhooks that fail repeatedly.
`.trim();

const project = { path_with_namespace: "acme/shop", web_url: "https://gitlab.example.com/acme/shop" };
const pipeline = { id: 31, ref: "main", source: "push", url: "https://gitlab.example.com/acme/shop/-/pipelines/31" };
const incident = {
  iid: 7,
  type: "Incident",
  title: "Checkout is slow",
  severity: "critical",
  url: "https://gitlab.example.com/acme/shop/-/issues/7",
};

export const gitlab = defineSource({
  id: "gitlab",
  name: "GitLab",
  group: "CI/CD & DevOps",
  description: "Failed pipelines, jobs and deployments, incidents and vulnerabilities.",
  icon: "gitlab",
  signature: { kind: "any", of: [{ kind: "standard-webhooks" }, { kind: "token", headers: ["X-Gitlab-Token"] }] },
  payload: message,
  config,
  // Not X-Gitlab-Event-UUID: events that a webhook caused share it.
  deliveryId: { header: "Idempotency-Key" },
  events: eventsOf,
  // When this pipeline, job, deployment or issue last changed.
  occurredAtIs: "own",
  // GitLab sends nothing again by itself.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A pipeline fails on main",
      headers: { "x-gitlab-event": "Pipeline Hook" },
      payload: {
        object_kind: "pipeline",
        object_attributes: { ...pipeline, status: "failed", finished_at: "2026-03-01 02:59:30 UTC" },
        user: { username: "alice" },
        project,
        commit: { title: "Change the checkout" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "pipeline:acme/shop:main",
          summary: "Pipeline failed on main (acme/shop)",
          severity: "error",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The next pipeline passes",
      payload: {
        object_kind: "pipeline",
        object_attributes: { ...pipeline, id: 32, status: "success", finished_at: "2026-03-01 03:20:00 UTC" },
        project,
      },
      becomes: [{ action: "resolve", dedupKey: "pipeline:acme/shop:main" }],
    },
    {
      title: "An incident is opened in GitLab",
      payload: {
        object_kind: "work_item",
        object_attributes: { ...incident, action: "open", state: "opened" },
        project,
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "incident:acme/shop:7",
          summary: "Checkout is slow (acme/shop)",
          severity: "critical",
        },
      ],
    },
    {
      title: "A pipeline that still runs",
      payload: { object_kind: "pipeline", object_attributes: { ...pipeline, status: "running" }, project },
      becomes: [],
    },
  ],
});
