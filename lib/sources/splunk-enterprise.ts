import { z } from "zod";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

function eventsOf(body: z.output<typeof message>): Reading {
  const search = textAt(body, "search_name");
  // An ad-hoc search has no name; each run of it is something of its own.
  const named = search ?? textAt(body, "sid");
  if (!named) return missing("search_name");
  return { events: [eventOf(body, named, search)], problems: [] };
}

function eventOf(body: unknown, named: string, search: string | undefined): Event {
  const app = textAt(body, "app");
  const name = search ?? `Ad-hoc search${app ? ` in ${app}` : ""}`;
  const text = textAt(body, "result.message", "result.description");
  return {
    action: "trigger",
    dedupKey: `${app ?? "search"}:${named}`,
    summary: text ? `${name}: ${text}` : name,
    severity: severityOf(atPath(body, "result.severity")) ?? severityOf(atPath(body, "result.urgency")),
    source: textAt(body, "result.host") ?? name,
    links: linksOf({ Results: textAt(body, "results_link") }),
    details: {
      result: atPath(body, "result"),
      app,
      owner: textAt(body, "owner"),
      search: textAt(body, "sid"),
    },
  };
}

const setup = `
1. In Splunk open the search you want to be woken by and press *Save as → Alert*, or *Edit → Edit alert* of one that is
   there.
2. Under *Trigger actions* press *Add actions*, choose *Webhook* and paste \`{url}\` as its *URL*.
3. Press *Save*. In Splunk Cloud the address also has to be on the *webhook allow list* of the server settings.

The name of the search is the incident's title, and while it is open further results join it. Only the first row of the
results is sent. Columns named \`message\`, \`host\` and \`severity\` in it are shown as such; without a severity this
integration's default is used. Splunk never says that trouble is over: resolve the incident in Tocsin. Splunk does not
sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

export const splunkEnterprise = defineSource({
  id: "splunk-enterprise",
  name: "Splunk Enterprise and Cloud",
  group: "Monitoring & APM",
  description: "Searches of Splunk Enterprise and Splunk Cloud that are saved as alerts.",
  icon: "splunk",
  payload: message,
  events: eventsOf,
  occurredAtIs: "none",
  // Nothing is known of Splunk trying again.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A search finds something",
      payload: {
        sid: "scheduler__admin__search__RMD5582b4d8f0a1c2d3e_at_1772333940_4711",
        search_name: "Failed logins",
        app: "search",
        owner: "admin",
        results_link: "https://splunk.example.com:8000/app/search/@go?sid=scheduler__admin__search__RMD5582b4d8",
        result: { host: "web-1", message: "212 failed logins in five minutes", severity: "high", count: "212" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "search:Failed logins",
          summary: "Failed logins: 212 failed logins in five minutes",
          severity: "error",
          source: "web-1",
        },
      ],
    },
    {
      title: "A search without a name finds something",
      payload: {
        sid: "1772333970.815",
        search_name: null,
        app: "search",
        owner: "admin",
        results_link: "https://splunk.example.com:8000/app/search/@go?sid=1772333970.815",
        result: { sourcetype: "access_combined", count: "3" },
      },
      becomes: [{ action: "trigger", dedupKey: "search:1772333970.815", summary: "Ad-hoc search in search" }],
    },
  ],
});
