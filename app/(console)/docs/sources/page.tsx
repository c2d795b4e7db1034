import type { Metadata, Route } from "next";
import Link from "next/link";
import { Card } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { SourceLogo } from "#components/ui/source-logo";
import { sources } from "#lib/sources/index";

export const metadata: Metadata = { title: "Sources" };

export default function SourcesPage() {
  return (
    <>
      <PageHeader
        title="Sources"
        description="What can send alerts to Tocsin, and how to set it up. Add one on the Integrations tab of a service."
      />
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {sources.map(({ id, name, group, description, icon }) => (
          <li key={id}>
            <Link href={`/docs/sources/${id}` as Route} className="block h-full rounded-md">
              <Card className="flex h-full gap-3 p-4 hover:bg-hover">
                <SourceLogo icon={icon} name={name} />
                <div className="min-w-0">
                  <h2 className="font-medium">{name}</h2>
                  <p className="text-muted text-sm">{description}</p>
                  <p className="mt-1 text-muted text-xs">{group}</p>
                </div>
              </Card>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
