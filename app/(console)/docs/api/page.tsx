import type { Metadata } from "next";
import { headers } from "next/headers";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader } from "#components/ui/page-header";
import { OutsideLink } from "#components/ui/text-link";
import { baseUrl } from "#lib/api/base-url";
import { type ReferenceChapter, reference } from "#lib/api/openapi/reference";
import { OperationCard } from "./operation-card";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  const base = baseUrl(await headers());
  const chapters = reference(base);
  return (
    <>
      <PageHeader title="API" description="Everything the screens do, for scripts and infrastructure as code." />
      <div className="gap-8 lg:flex">
        <Contents chapters={chapters} />
        <div className="min-w-0 max-w-4xl flex-1 space-y-8">
          <Start base={base} />
          {chapters.map((chapter) => (
            <Chapter key={chapter.name} chapter={chapter} />
          ))}
        </div>
      </div>
    </>
  );
}

function Contents({ chapters }: { chapters: ReferenceChapter[] }) {
  return (
    <nav
      aria-label="Contents"
      className="mb-6 shrink-0 text-sm lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:w-56 lg:self-start lg:overflow-y-auto"
    >
      <ul className="space-y-4">
        {chapters.map(({ name, operations }) => (
          <li key={name}>
            <a href={`#${anchorOf(name)}`} className="font-medium hover:underline">
              {name}
            </a>
            <ul className="mt-1 hidden space-y-1 lg:block">
              {operations.map(({ id, summary }) => (
                <li key={id}>
                  <a href={`#${id}`} className="text-muted hover:text-ink hover:underline">
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Start({ base }: { base: string }) {
  return (
    <section aria-labelledby="start" className="space-y-3 text-sm leading-6">
      <h2 id="start" className="font-semibold text-lg">
        How to call it
      </h2>
      <p>
        Send an API key with every request; an admin makes one under Settings, API keys. A key that may read sees
        everything, one that may respond also works on incidents, one with full access configures.
      </p>
      <CodeBlock
        label="the command"
        code={`export TOCSIN_API_KEY=sk_live_…\ncurl "${base}/api/v1/incidents?status=open" \\\n  -H "Authorization: Bearer $TOCSIN_API_KEY"`}
      />
      <p>
        Bodies are JSON of at most 1 MiB, and a field that is unknown is refused rather than ignored. Ids are text,
        moments are ISO 8601 in UTC. A list has its rows in <code className="text-xs">data</code>, and in{" "}
        <code className="text-xs">nextCursor</code> what to give as <code className="text-xs">cursor</code> to get the
        next page.
      </p>
      <p>Every refusal says what happened and what to do:</p>
      <CodeBlock label="a refusal" code={refusal} />
      <p>
        The same description for programs, in OpenAPI 3.1:{" "}
        <OutsideLink href="/api/openapi.json">/api/openapi.json</OutsideLink>
      </p>
    </section>
  );
}

const refusal = JSON.stringify(
  { error: { code: "invalid", message: "name: Give it a name.", fields: { name: "Give it a name." } } },
  null,
  2,
);

function Chapter({ chapter: { name, description, operations } }: { chapter: ReferenceChapter }) {
  return (
    <section aria-labelledby={anchorOf(name)} className="space-y-4">
      <div>
        <h2 id={anchorOf(name)} className="scroll-mt-20 font-semibold text-lg">
          {name}
        </h2>
        <p className="text-muted text-sm">{description}</p>
      </div>
      {operations.map((operation) => (
        <OperationCard key={operation.id} operation={operation} />
      ))}
    </section>
  );
}

const anchorOf = (name: string) => name.toLowerCase().replaceAll(" ", "-");
