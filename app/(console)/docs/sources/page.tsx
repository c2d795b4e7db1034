import type { Metadata, Route } from "next";
import Link from "next/link";
import { Card } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { SourceLogo } from "#components/ui/source-logo";
import type { Source } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

export const metadata: Metadata = { title: "Sources" };

export default function SourcesPage() {
  return (
    <>
      <PageHeader
        title="Sources"
        description="What can send alerts to Tocsin, and how to set it up. Add one on the Integrations tab of a service."
      />
      <div className="space-y-6">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2 className="mb-2 font-medium text-muted text-sm">{group}</h2>
            <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {sources
                .filter((source) => source.group === group)
                .map((source) => (
                  <SourceTile key={source.id} source={source} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

const groups = [...new Set(sources.map(({ group }) => group))];

function SourceTile({ source: { id, name, description, icon } }: { source: Source }) {
  return (
    <li>
      <Link href={`/docs/sources/${id}` as Route} className="block h-full rounded-md">
        <Card className="flex h-full gap-3 p-4 hover:bg-hover">
          <SourceLogo icon={icon} name={name} />
          <div className="min-w-0">
            <h3 className="font-medium">{name}</h3>
            <p className="text-muted text-sm">{description}</p>
          </div>
        </Card>
      </Link>
    </li>
  );
}
