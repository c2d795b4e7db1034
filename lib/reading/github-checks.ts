import { atPath } from "#lib/reading/at-path";
import { textAt } from "#lib/reading/text-at";

/** A build, check or deployment of GitHub that ended well or badly, or has not ended. */
export type Check = {
  key: string[];
  /** "Workflow CI" */
  title: string;
  /** Left out where the branch is not part of what it is. */
  branch?: string | undefined;
  isAboutBranch: boolean;
  hasEnded: boolean;
  state: string | undefined;
  href: string | undefined;
  at: string | undefined;
  commit: string | undefined;
};

/** Undefined for an event that is no check. `missing` is what the message lacks to be one. */
export function readCheck(event: string, message: unknown): Check | { missing: string } | undefined {
  const shape = Object.hasOwn(shapes, event) ? shapes[event] : undefined;
  if (!shape) return undefined;
  if (textAt(message, shape.identity) === undefined) return { missing: shape.identity };
  const branch = shape.branch?.(message);
  return {
    key: [
      event,
      repositoryOf(message),
      ...shape.key.map((path) => textAt(message, path) ?? ""),
      ...keyBranch(shape, branch),
    ],
    title: [shape.word, textAt(message, ...shape.name)].join(" "),
    branch,
    isAboutBranch: shape.branch !== undefined,
    hasEnded: !shape.hasActions || textAt(message, "action") === "completed",
    state: textAt(message, shape.state),
    href: textAt(message, ...shape.href),
    at: textAt(message, shape.at),
    commit: textAt(message, shape.commit),
  };
}

type Shape = {
  /** The path without which it cannot be told from others. */
  identity: string;
  key: string[];
  word: string;
  name: string[];
  branch?: (message: unknown) => string | undefined;
  /** It tells of every step; only "completed" is the end. */
  hasActions: boolean;
  state: string;
  href: string[];
  at: string;
  commit: string;
};

const shapes: Record<string, Shape> = {
  workflow_run: {
    identity: "workflow_run.workflow_id",
    key: ["workflow_run.workflow_id"],
    word: "Workflow",
    name: ["workflow_run.name", "workflow.name", "workflow_run.workflow_id"],
    branch: branchOfRun,
    hasActions: true,
    state: "workflow_run.conclusion",
    href: ["workflow_run.html_url"],
    at: "workflow_run.updated_at",
    commit: "workflow_run.head_sha",
  },
  check_run: {
    identity: "check_run.name",
    key: ["check_run.app.slug", "check_run.name"],
    word: "Check",
    name: ["check_run.name"],
    branch: (message) => textAt(message, "check_run.check_suite.head_branch"),
    hasActions: true,
    state: "check_run.conclusion",
    href: ["check_run.html_url", "check_run.details_url"],
    at: "check_run.completed_at",
    commit: "check_run.head_sha",
  },
  check_suite: {
    identity: "check_suite.id",
    key: ["check_suite.app.slug"],
    word: "Checks of",
    name: ["check_suite.app.name", "check_suite.app.slug", "check_suite.id"],
    branch: (message) => textAt(message, "check_suite.head_branch"),
    hasActions: true,
    state: "check_suite.conclusion",
    href: ["repository.html_url"],
    at: "check_suite.updated_at",
    commit: "check_suite.head_sha",
  },
  status: {
    identity: "context",
    key: ["context"],
    word: "Status",
    name: ["context"],
    branch: branchOfCommit,
    hasActions: false,
    state: "state",
    href: ["target_url", "commit.html_url"],
    at: "updated_at",
    commit: "sha",
  },
  deployment_status: {
    identity: "deployment.environment",
    key: ["deployment.environment"],
    word: "Deployment to",
    name: ["deployment.environment"],
    hasActions: false,
    state: "deployment_status.state",
    href: ["deployment_status.log_url", "deployment_status.target_url", "repository.html_url"],
    at: "deployment_status.updated_at",
    commit: "deployment.sha",
  },
};

const repositoryOf = (message: unknown): string => textAt(message, "repository.full_name") ?? "";

const keyBranch = (shape: Shape, branch: string | undefined): string[] => (shape.branch ? [branch ?? ""] : []);

// The main of somebody's fork is not our main.
function branchOfRun(message: unknown): string | undefined {
  const branch = textAt(message, "workflow_run.head_branch");
  const fork = textAt(message, "workflow_run.head_repository.full_name");
  return branch && fork && fork !== repositoryOf(message) ? `${fork}:${branch}` : branch;
}

// A commit can be the head of several branches: the repository's own one says most.
function branchOfCommit(message: unknown): string | undefined {
  const branches = atPath(message, "branches");
  const names = Array.isArray(branches) ? branches.flatMap((branch) => textAt(branch, "name") ?? []) : [];
  return names.find((name) => name === textAt(message, "repository.default_branch")) ?? names[0];
}
