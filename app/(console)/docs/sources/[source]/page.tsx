import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupText } from "#components/setup-text";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { DefinitionList } from "#components/ui/definition-list";
import { PageHeader } from "#components/ui/page-header";
import { publicUrl } from "#lib/env";
import { fieldsOf } from "#lib/forms/fields-of";
import { mebibyte, maxBodyBytes as usualBodyBytes } from "#lib/intake/raw";
import { fillSetup } from "#lib/integrations/fill-setup";
import { mayNameHeader } from "#lib/signatures/headers";
import { proofWords } from "#lib/signatures/words";
import type { Source } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";
import { SampleCard } from "./sample-card";

type Props = { params: Promise<{ source: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findSource((await params).source)?.name ?? "Sources" };
}

export default async function SourcePage({ params }: Props) {
  const source = findSource((await params).source);
  if (!source) notFound();
  const { name, description, samples, config } = source;
  return (
    <div className="max-w-4xl space-y-4">
      <PageHeader crumbs={[{ label: "Sources", href: "/docs/sources" }]} title={name} description={description} />
      <Card>
        <CardHeader
          title="Set it up"
          description="Each integration's own page shows these steps with its URL and key filled in."
        />
        <CardBody>
          <SetupText markdown={exampleSetup(source)} />
        </CardBody>
      </Card>
      {config && (
        <Card>
          <CardHeader title="Settings" description="All may be left empty." />
          <DefinitionList
            rows={fieldsOf(config).map(({ name, label, hint }) => [
              label,
              <Setting key={name} name={name} hint={hint} />,
            ])}
          />
        </Card>
      )}
      <Card>
        <CardHeader title="How it behaves" />
        <DefinitionList rows={behaviour(source)} />
      </Card>
      <section aria-labelledby="samples" className="space-y-3">
        <h2 id="samples" className="font-medium text-base">
          What a message becomes
        </h2>
        {samples.map((sample) => (
          <SampleCard key={sample.title} sample={sample} />
        ))}
      </section>
    </div>
  );
}

function Setting({ name, hint }: { name: string; hint: string | undefined }) {
  return (
    <>
      <code className="text-xs">{name}</code>
      {hint && <p className="text-muted">{hint}</p>}
    </>
  );
}

function exampleSetup({ id, setup }: Source): string {
  const base = publicUrl();
  return fillSetup(setup, {
    base,
    url: `${base}/api/integrations/${id}?integrationId=<integration id>`,
    key: "<integration key>",
  });
}

function signatureRule(signature: Source["signature"]): string {
  const proof = proofWords(signature);
  const sentence = `${proof.charAt(0).toUpperCase()}${proof.slice(1)}`;
  if (signature?.kind === "sns") return `${sentence}. It is always checked.`;
  const header = mayNameHeader(signature) ? " Another header can be named in its settings." : "";
  return `${sentence}, once the integration has a signature secret. Without one it is not asked for.${header}`;
}

function behaviour({ signature, overLimit, deliveryId, maxBodyBytes }: Source): [name: string, value: string | null][] {
  return [
    ["Signature", signatureRule(signature)],
    ["Repeats", deliveryId ? repeatRule(deliveryId) : null],
    ["Over the limit", limitRules[overLimit]],
    ["Largest body", `${(maxBodyBytes ?? usualBodyBytes) / mebibyte} MiB`],
  ];
}

function repeatRule(deliveryId: NonNullable<Source["deliveryId"]>): string {
  const place = "header" in deliveryId ? `in ${deliveryId.header}` : `at ${deliveryId.path} of the body`;
  return `A delivery with an id ${place} that came within the last 24 hours has no effect.`;
}

const limitRules = {
  429: "429 with Retry-After: its clients wait and try again. A resolve always gets in.",
  503: "202: it is stored and waits for its turn, for many of its senders give up on a 429. A resolve gets in at once. When an hour’s worth waits, 503 with Retry-After.",
};
