import { appdynamics } from "#lib/sources/appdynamics";
import { azure } from "#lib/sources/azure";
import { betterUptime } from "#lib/sources/better-uptime";
import { bitbucket } from "#lib/sources/bitbucket";
import { checkly } from "#lib/sources/checkly";
import { cloudflare } from "#lib/sources/cloudflare";
import { cloudwatch } from "#lib/sources/cloudwatch";
import type { Source } from "#lib/sources/contract";
import { cronitor } from "#lib/sources/cronitor";
import { datadog } from "#lib/sources/datadog";
import { dynatrace } from "#lib/sources/dynatrace";
import { elastic } from "#lib/sources/elastic";
import { email } from "#lib/sources/email";
import { github } from "#lib/sources/github";
import { gitlab } from "#lib/sources/gitlab";
import { googleCloudMonitoring } from "#lib/sources/google-cloud-monitoring";
import { grafana } from "#lib/sources/grafana";
import { healthchecks } from "#lib/sources/healthchecks";
import { honeycomb } from "#lib/sources/honeycomb";
import { icinga } from "#lib/sources/icinga";
import { jira } from "#lib/sources/jira";
import { monit } from "#lib/sources/monit";
import { nagios } from "#lib/sources/nagios";
import { netdata } from "#lib/sources/netdata";
import { newrelic } from "#lib/sources/newrelic";
import { opsgenie } from "#lib/sources/opsgenie";
import { pagerduty } from "#lib/sources/pagerduty";
import { pagerdutyChange } from "#lib/sources/pagerduty-change";
import { pagerdutyV1 } from "#lib/sources/pagerduty-v1";
import { pagerdutyWebhooks } from "#lib/sources/pagerduty-webhooks";
import { pingdom } from "#lib/sources/pingdom";
import { prometheus } from "#lib/sources/prometheus";
import { robusta } from "#lib/sources/robusta";
import { sentry } from "#lib/sources/sentry";
import { servicenow } from "#lib/sources/servicenow";
import { splunkEnterprise } from "#lib/sources/splunk-enterprise";
import { splunkObservability } from "#lib/sources/splunk-observability";
import { splunkOncall } from "#lib/sources/splunk-oncall";
import { statuscake } from "#lib/sources/statuscake";
import { sumoLogic } from "#lib/sources/sumo-logic";
import { uptimeKuma } from "#lib/sources/uptime-kuma";
import { uptimerobot } from "#lib/sources/uptimerobot";
import { vercel } from "#lib/sources/vercel";
import { wallarm } from "#lib/sources/wallarm";
import { webhook } from "#lib/sources/webhook";
import { zabbix } from "#lib/sources/zabbix";

/** Every kind of sender Tocsin can hear, in the order of the gallery. */
export const sources: readonly Source[] = [
  prometheus,
  grafana,
  zabbix,
  nagios,
  icinga,
  netdata,
  monit,
  datadog,
  newrelic,
  dynatrace,
  appdynamics,
  elastic,
  honeycomb,
  splunkObservability,
  splunkEnterprise,
  sumoLogic,
  robusta,
  sentry,
  cloudwatch,
  azure,
  googleCloudMonitoring,
  github,
  gitlab,
  bitbucket,
  vercel,
  uptimeKuma,
  uptimerobot,
  pingdom,
  betterUptime,
  healthchecks,
  checkly,
  statuscake,
  cronitor,
  wallarm,
  cloudflare,
  pagerduty,
  pagerdutyV1,
  pagerdutyChange,
  pagerdutyWebhooks,
  opsgenie,
  splunkOncall,
  jira,
  servicenow,
  email,
  webhook,
];

const byId = new Map(sources.map((source) => [source.id, source]));

export function findSource(id: string): Source | undefined {
  return byId.get(id);
}
