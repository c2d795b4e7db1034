import { cloudwatch } from "#lib/sources/cloudwatch";
import type { Source } from "#lib/sources/contract";
import { github } from "#lib/sources/github";
import { grafana } from "#lib/sources/grafana";
import { pagerduty } from "#lib/sources/pagerduty";
import { prometheus } from "#lib/sources/prometheus";
import { sentry } from "#lib/sources/sentry";
import { webhook } from "#lib/sources/webhook";

/** Every kind of sender Tocsin can hear, in the order of the gallery. */
export const sources: readonly Source[] = [prometheus, grafana, sentry, cloudwatch, github, pagerduty, webhook];

const byId = new Map(sources.map((source) => [source.id, source]));

export function findSource(id: string): Source | undefined {
  return byId.get(id);
}
