import type { Metadata, Route } from "next";
import { headers } from "next/headers";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { baseUrl } from "#lib/api/base-url";
import { maxDepth } from "#lib/intake/nesting";
import { sources } from "#lib/sources/index";
import { AddressList } from "./address-list";
import { AnswerTable } from "./answer-table";
import { KeyTable } from "./key-table";
import { ProofTable } from "./proof-table";
import { Section } from "./section";

export const metadata: Metadata = { title: "Sending alerts" };

export default async function SendingPage() {
  const base = baseUrl(await headers());
  return (
    <div className="max-w-4xl space-y-8">
      <PageHeader
        title="Sending alerts"
        description="How a program reaches Tocsin, proves who it is, and what it is answered. What each tool needs is said under Sources."
      />
      <Section title="Where to send">
        <p>
          Each integration has a webhook URL of its own, on its Setup tab. Programs made for PagerDuty, Opsgenie or
          Splunk On-Call keep their own paths: give them <code>{base}</code> instead of their host. Every path is
          answered with and without a slash at its end, and never with a redirect.
        </p>
        <AddressList />
      </Section>
      <Section title="Which integration it is">
        <p>
          A request names its integration by its id, or by its key of 32 characters. One of these is enough; where both
          are there, they must belong together. A key that was replaced works until its time is over.
        </p>
        <KeyTable />
        <CodeBlock label="the command" code={curlOf(base)} />
      </Section>
      <Section title="The signature">
        <p>
          Once an integration has a signature secret, a request without a right proof is refused with 401. It is checked
          over the bytes as they came, before anything is read into them, and in constant time. Where the sender signs a
          time, one that is too old is refused; where it names its deliveries, one that comes again has no effect.
        </p>
        <ProofTable />
      </Section>
      <Section title="What may be sent">
        <ul className="list-disc space-y-1 pl-5">
          <li>
            JSON, whatever the Content-Type says; several JSON objects, one on each line; a form, also with the JSON in
            its field <code>payload</code> or <code>data</code>; multipart.
          </li>
          <li>
            With POST or PUT. A webhook URL also takes GET, with the fields in the query; without any it answers that it
            is there.
          </li>
          <li>In UTF-8, nested at most {maxDepth} levels deep.</li>
          <li>
            At most 1 MiB{largerOnes.map(({ name, mebibytes }) => `, from ${name} ${mebibytes} MiB`)}. The address and
            the headers together at most 32 KiB.
          </li>
        </ul>
      </Section>
      <Section title="What is answered">
        <p>
          Only after it is stored. An answer in the 200s means that the request will not be lost, whatever happens to
          the machine afterwards. Every refusal says what is wrong and what to do, and stands with the requests of the
          integration. Programs made for another vendor are answered in the words of that vendor.
        </p>
        <AnswerTable />
      </Section>
      <Section title="The limit">
        <p>
          120 requests a minute for each integration, unless its settings say otherwise; 0 means no limit. Refused
          requests and those that only resolve are not counted. A request that resolves always gets in.
        </p>
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Senders that wait and try again after a 429 are told 429, with Retry-After: {namesOf(429).join(", ")}.
          </li>
          <li>
            Those of all other sources would drop the alert. Their requests are answered 202, stored, and taken in as
            soon as the limit allows; the request says how long it waited. What was resolved meanwhile opens nothing.
          </li>
          <li>When as many wait as can be taken in within an hour, they too are refused: 503, with Retry-After.</li>
        </ul>
      </Section>
      <Section title="Repeats">
        <ul className="list-disc space-y-1 pl-5">
          <li>
            A delivery that comes again within 24 hours, by the id that its vendor gives it, is answered 200 and has no
            effect.
          </li>
          <li>
            The same dedup key is the same incident while it is open: another trigger joins it, and never opens a second
            one. After a resolve the next trigger opens a new one.
          </li>
          <li>
            A resolve or an acknowledgement for which nothing is open is accepted, recorded, and opens nothing. So is a
            trigger that the sender dates before the last resolve.
          </li>
        </ul>
        <p>
          For programs of your own, the <TextLink href={"/docs/sources/pagerduty" as Route}>Events API</TextLink> and
          the <TextLink href={"/docs/sources/webhook" as Route}>generic webhook</TextLink> are made; the{" "}
          <TextLink href="/docs/api">API</TextLink> describes each path with its fields.
        </p>
      </Section>
    </div>
  );
}

const curlOf = (base: string) =>
  `curl -X POST ${base}/api/events \\
  -H "Authorization: Token token=$INTEGRATION_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"event_action":"trigger","dedup_key":"db-1/disk","payload":{"summary":"Disk of db-1 is full","source":"db-1","severity":"critical"}}'`;

const namesOf = (overLimit: 429 | 503): string[] =>
  sources.filter((source) => source.overLimit === overLimit).map(({ name }) => name);

const largerOnes = sources.flatMap(({ name, maxBodyBytes }) =>
  maxBodyBytes ? [{ name, mebibytes: maxBodyBytes / 1_048_576 }] : [],
);
