import type { Metadata } from "next";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { permit } from "#lib/auth/permit";
import { findSource, sources } from "#lib/sources/index";
import { integrationsAt, serviceAt } from "../../../addresses";
import { serviceOf } from "../../service-of";
import { Gallery } from "./gallery";
import { NameForm } from "./name-form";

export const metadata: Metadata = { title: "Add an integration" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ type?: string | string[] }> };

export default async function NewIntegrationPage({ params, searchParams }: Props) {
  await permit("admin");
  const { id, name } = await serviceOf((await params).id);
  const { type } = await searchParams;
  const picked = typeof type === "string" ? findSource(type) : undefined;
  const crumbs = [
    { label: "Services", href: "/services" as const },
    { label: name, href: serviceAt(id) },
    { label: "Integrations", href: integrationsAt(id) },
  ];
  if (picked) {
    return (
      <div className="max-w-2xl">
        <PageHeader crumbs={crumbs} title={`Add ${picked.name}`} description={picked.description} />
        <NameForm serviceId={id} source={{ id: picked.id, name: picked.name, icon: picked.icon }} />
      </div>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title="Add an integration"
        description={
          <>
            What reports on this service? Each tool gets an address and a key of its own.{" "}
            <TextLink href="/docs/sending">How alerts are sent</TextLink>
          </>
        }
      />
      <Gallery
        serviceId={id}
        sources={sources.map((source) => ({
          id: source.id,
          name: source.name,
          group: source.group,
          description: source.description,
          icon: source.icon,
        }))}
      />
    </>
  );
}
