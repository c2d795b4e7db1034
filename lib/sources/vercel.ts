import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
const config = z.object({
  previews: z.boolean().default(false).meta({
    label: "Failed previews open incidents",
    hint: "Off: only deployments to production do.",
  }),
});

type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["deployment.error", "trigger"],
  ["deployment.succeeded", "resolve"],
]);

function eventsOf(message: Message, { previews }: z.output<typeof config>): Event[] | Reading {
  const type = textAt(message, "type");
  if (type === undefined) return missing("type");
  const action = actions.get(type.toLowerCase());
  if (!action) return { ignored: `Vercel's event "${type.slice(0, 60)}" neither opens nor ends trouble.` };
  const name = textAt(message, "payload.deployment.name", "payload.project.name", "payload.name");
  const project = textAt(message, "payload.project.id", "payload.projectId") ?? name;
  if (project === undefined) return missing("payload.project.id");
  // A preview has the target null.
  const target = textAt(message, "payload.target", "payload.deployment.target") ?? "preview";
  if (target.toLowerCase() !== "production" && !previews)
    return { ignored: `A deployment to ${target.slice(0, 60)}, and this integration hears only of production.` };
  return [
    {
      action,
      dedupKey: `deployment:${project}:${target}`,
      summary: `Deployment of ${name ?? project} to ${target} ${action === "trigger" ? "failed" : "succeeded"}`,
      ...(action === "trigger" ? { severity: "error" } : {}),
      source: name ?? project,
      occurredAt: momentOf(message.createdAt),
      links: linksOf({
        Deployment: textAt(message, "payload.links.deployment"),
        Project: textAt(message, "payload.links.project"),
      }),
      details: {
        deployment: textAt(message, "payload.deployment.id"),
        url: textAt(message, "payload.deployment.url"),
        target,
        branch: textAt(message, "payload.deployment.meta.githubCommitRef", "payload.deployment.meta.gitlabCommitRef"),
        commit: textAt(message, "payload.deployment.meta.githubCommitMessage"),
      },
    },
  ];
}

const setup = `
1. In Vercel open the team's *Settings → Webhooks*. Webhooks need a Pro or Enterprise plan.
2. Under *Events* tick *Deployment Error* and *Deployment Succeeded*, choose the projects, paste \`{url}\` as the endpoint and
   press *Create Webhook*.
3. Vercel shows a secret once: copy it into this integration's signature secret. Every request is then checked against
   \`x-vercel-signature\`.

A deployment to production that fails opens an incident, the next one of the same project that succeeds resolves it.
Canceled deployments change nothing. Switch previews on in this integration's settings if they should wake somebody.
`.trim();

const deployment = (id: string, type: string, createdAt: number, target: string | null = "production") => ({
  id,
  type,
  createdAt,
  region: "fra1",
  payload: {
    team: { id: "team_example" },
    user: { id: "user_example" },
    project: { id: "prj_shop" },
    target,
    plan: "pro",
    deployment: { id: `dpl_${id}`, name: "shop", url: `shop-${id}.example.app`, meta: { githubCommitRef: "main" } },
    links: {
      deployment: `https://vercel.com/example/shop/${id}`,
      project: "https://vercel.com/example/shop",
    },
  },
});

export const vercel = defineSource({
  id: "vercel",
  name: "Vercel",
  group: "CI/CD & DevOps",
  description: "Deployments that fail and succeed again.",
  icon: "vercel",
  signature: { kind: "hmac", algorithm: "sha1", headers: ["x-vercel-signature"] },
  payload: message,
  config,
  deliveryId: { path: "id" },
  events: eventsOf,
  // `createdAt` is when the message was made.
  occurredAtIs: "own",
  // It is not known that Vercel waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A deployment to production fails",
      payload: deployment("a1", "deployment.error", 1772333970000),
      becomes: [
        {
          action: "trigger",
          dedupKey: "deployment:prj_shop:production",
          summary: "Deployment of shop to production failed",
          severity: "error",
          source: "shop",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The next one succeeds",
      payload: deployment("a2", "deployment.succeeded", 1772335200000),
      becomes: [{ action: "resolve", dedupKey: "deployment:prj_shop:production" }],
    },
    { title: "A preview fails", payload: deployment("a3", "deployment.error", 1772333970000, null), becomes: [] },
    { title: "A deployment is canceled", payload: deployment("a4", "deployment.canceled", 1772333970000), becomes: [] },
  ],
});
