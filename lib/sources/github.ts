import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { type Check, readCheck } from "#lib/reading/github-checks";
import { branchFilter, isWantedBranch } from "#lib/reading/is-wanted-branch";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Facts, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
const config = z.object({ branches: branchFilter });

type Message = z.output<typeof message>;

function eventsOf(message: Message, { branches }: z.output<typeof config>, { headers }: Facts): Event[] | Reading {
  const name = headers["x-github-event"]?.trim() || nameOf(message);
  if (name === undefined) return missing("X-GitHub-Event", "a header that names the event");
  if (name === "ping") return { test: "GitHub asked whether Tocsin is there." };
  const check = readCheck(name, message);
  if (!check && !isAlertName(name)) return { ignored: `GitHub's event "${name.slice(0, 60)}" tells of no trouble.` };
  const repository = textAt(message, "repository.full_name");
  if (repository === undefined) return missing("repository.full_name");
  if (check && "missing" in check) return missing(check.missing);
  if (check) return checkEvents(check, message, branches);
  return isAlertName(name) ? alertEvents(name, message, repository) : [];
}

/** What a message without the header must be about. */
function nameOf(message: Message): string | undefined {
  return Object.entries(marks).find(([, path]) => atPath(message, path) !== undefined)?.[0];
}

const marks = {
  workflow_run: "workflow_run.workflow_id",
  check_run: "check_run.name",
  check_suite: "check_suite.app",
  deployment_status: "deployment_status.state",
  status: "context",
  code_scanning_alert: "alert.rule",
  dependabot_alert: "alert.security_advisory",
  secret_scanning_alert: "alert.secret_type",
  ping: "zen",
};

const badEnds = new Map([
  ["failure", "failed"],
  ["error", "failed"],
  ["timed_out", "timed out"],
  ["startup_failure", "could not start"],
]);

function checkEvents(check: Check, message: Message, wanted: string): Event[] | Reading {
  const { branch, isAboutBranch, state, title } = check;
  if (!check.hasEnded || state === undefined) return { ignored: `${title} has not ended.` };
  const end = badEnds.get(state);
  if (end === undefined && state !== "success")
    return { ignored: `${title} ended as "${state.slice(0, 60)}", which is neither a failure nor a success.` };
  if (isAboutBranch && !isWantedBranch(branch, wanted))
    return { ignored: `The branch ${branch?.slice(0, 100) ?? "is not named and"} is not one of this integration's.` };
  return [checkEvent(check, message, end)];
}

function checkEvent({ key, title, branch, state, href, at, commit }: Check, message: Message, end?: string): Event {
  const repository = textAt(message, "repository.full_name");
  return {
    action: end ? "trigger" : "resolve",
    dedupKey: key.join(":"),
    summary: `${title} ${end ?? "passed"}${branch ? ` on ${branch}` : ""} (${repository})`,
    severity: "error",
    source: repository,
    occurredAt: momentOf(at),
    links: linksOf({ GitHub: href }),
    details: { repository, branch, commit, conclusion: state, actor: textAt(message, "sender.login") },
  };
}

type Alert = {
  trigger: string[];
  resolve: string[];
  word: string;
  title: string[];
  where: string[];
  severity(message: Message): Severity | undefined;
};

const alerts = {
  code_scanning_alert: {
    trigger: ["created", "reopened", "reopened_by_user", "appeared_in_branch"],
    resolve: ["fixed", "closed_by_user"],
    word: "Code scanning",
    title: ["alert.rule.description", "alert.rule.name", "alert.rule.id"],
    where: ["alert.most_recent_instance.location.path"],
    severity: (message) =>
      severityOf(atPath(message, "alert.rule.security_severity_level")) ??
      severityOf(atPath(message, "alert.rule.severity"), { note: "info" }),
  },
  dependabot_alert: {
    trigger: ["created", "reopened", "reintroduced", "auto_reopened"],
    resolve: ["fixed", "dismissed", "auto_dismissed"],
    word: "Dependabot",
    title: ["alert.security_advisory.summary", "alert.security_advisory.ghsa_id"],
    where: ["alert.dependency.package.name", "alert.dependency.manifest_path"],
    severity: (message) =>
      severityOf(atPath(message, "alert.security_advisory.severity")) ??
      severityOf(atPath(message, "alert.security_vulnerability.severity")),
  },
  secret_scanning_alert: {
    trigger: ["created", "reopened", "publicly_leaked"],
    resolve: ["resolved", "revoked"],
    word: "Leaked secret",
    title: ["alert.secret_type_display_name", "alert.secret_type"],
    where: [],
    severity: () => "critical",
  },
} satisfies Record<string, Alert>;

type AlertName = keyof typeof alerts;
const isAlertName = (name: string): name is AlertName => Object.hasOwn(alerts, name);

function alertEvents(name: AlertName, message: Message, repository: string): Event[] | Reading {
  const alert: Alert = alerts[name];
  const number = textAt(message, "alert.number");
  if (number === undefined) return missing("alert.number", "a number");
  const said = textAt(message, "action") ?? "";
  const action = actionOf(alert, said);
  if (!action) return { ignored: `The action "${said.slice(0, 60)}" changes nothing about the alert.` };
  const where = textAt(message, ...alert.where);
  return [
    {
      action,
      dedupKey: `${name}:${repository}:${number}`,
      summary: `${alert.word}: ${textAt(message, ...alert.title) ?? `alert ${number}`}${where ? ` in ${where}` : ""} (${repository})`,
      severity: alert.severity(message),
      source: repository,
      // Not when it was created: a reopened one would seem older than its own end.
      occurredAt: momentOf(textAt(message, "alert.updated_at", ...(said === "created" ? ["alert.created_at"] : []))),
      links: linksOf({ GitHub: atPath(message, "alert.html_url") }),
      details: { repository, action: said, number, state: textAt(message, "alert.state"), where },
    },
  ];
}

function actionOf(alert: Alert, said: string): Action | undefined {
  if (alert.trigger.includes(said)) return "trigger";
  return alert.resolve.includes(said) ? "resolve" : undefined;
}

const setup = `
1. In the repository or organization open *Settings → Webhooks* and press *Add webhook*.
2. Set *Payload URL* to \`{url}\` and *Content type* to \`application/json\`.
3. Invent a *Secret* and set the same one as the signature secret of this integration.
4. Choose *Let me select individual events*, remove *Pushes*, and tick what you want to be told of: *Workflow runs*,
   *Code scanning alerts*, *Dependabot alerts*, *Secret scanning alerts*. *Check runs*, *Check suites*, *Statuses* and
   *Deployment statuses* are understood too, but tell of the same workflow again.
5. Press *Add webhook*. GitHub sends a ping at once; it appears here as a test.

A workflow that fails or times out opens an incident, the next success of the same workflow on the same branch resolves
it. Set *Branches* here to your default branch, or a failing pull request wakes somebody up. A security alert is resolved
when GitHub closes it.
`.trim();

const repository = { full_name: "acme/shop", default_branch: "main", html_url: "https://github.com/acme/shop" };
const run = {
  id: 30433642,
  name: "CI",
  workflow_id: 159038,
  head_branch: "main",
  head_sha: "acb5820ced9479c074f688cc328bf03f341a511d",
  head_repository: { full_name: "acme/shop" },
  status: "completed",
  html_url: "https://github.com/acme/shop/actions/runs/30433642",
};
const workflow = { "x-github-event": "workflow_run" };
const leak = {
  number: 42,
  secret_type: "acme_api_token",
  secret_type_display_name: "Acme API token",
  html_url: "https://github.com/acme/shop/security/secret-scanning/42",
  created_at: "2026-03-01T02:59:30Z",
};

export const github = defineSource({
  id: "github",
  name: "GitHub",
  group: "CI/CD & DevOps",
  description: "Failed workflows and checks, and the security alerts of your repositories.",
  icon: "github",
  signature: {
    kind: "any",
    of: [
      { kind: "hmac", algorithm: "sha256", headers: ["X-Hub-Signature-256"], prefix: "sha256=" },
      // Old Enterprise Servers know only this one.
      { kind: "hmac", algorithm: "sha1", headers: ["X-Hub-Signature"], prefix: "sha1=" },
    ],
  },
  payload: message,
  config,
  // GitHub's own cap, which pushes reach; the alerts of many repositories stay far below.
  maxBodyBytes: 26_214_400,
  deliveryId: { header: "X-GitHub-Delivery" },
  events: eventsOf,
  // When this run ended, or the alert last changed: never when it was created, which a reopened one keeps.
  occurredAtIs: "own",
  // GitHub sends nothing again by itself.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A workflow fails on main",
      headers: workflow,
      payload: {
        action: "completed",
        workflow_run: { ...run, conclusion: "failure", updated_at: "2026-03-01T02:59:30Z" },
        repository,
        sender: { login: "alice" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "workflow_run:acme/shop:159038:main",
          summary: "Workflow CI failed on main (acme/shop)",
          severity: "error",
          source: "acme/shop",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The workflow passes again",
      headers: workflow,
      payload: {
        action: "completed",
        workflow_run: { ...run, conclusion: "success", updated_at: "2026-03-01T03:20:00Z" },
        repository,
      },
      becomes: [{ action: "resolve", dedupKey: "workflow_run:acme/shop:159038:main" }],
    },
    {
      title: "A secret was committed",
      headers: { "x-github-event": "secret_scanning_alert" },
      payload: { action: "created", alert: leak, repository },
      becomes: [
        {
          action: "trigger",
          dedupKey: "secret_scanning_alert:acme/shop:42",
          summary: "Leaked secret: Acme API token (acme/shop)",
          severity: "critical",
        },
      ],
    },
    {
      title: "GitHub's ping",
      headers: { "x-github-event": "ping" },
      payload: { zen: "Keep it logically awesome.", hook_id: 12345, hook: { type: "Repository" }, repository },
      becomes: [],
    },
  ],
});
