import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LiveRefresh } from "#components/live-provider";
import { LinkTabs } from "#components/ui/link-tabs";
import { PageHeader } from "#components/ui/page-header";
import { openIncidentsOfService } from "#db/queries/service-health";
import { permit } from "#lib/auth/permit";
import { integrationsAt, serviceAt, serviceSettingsAt } from "../../addresses";
import { serviceOf } from "../service-of";
import { ServiceState } from "./service-state";

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await serviceOf((await params).id);
  return { title: { template: `%s · ${name} · Tocsin`, default: `${name} · Tocsin` } };
}

export default async function ServiceLayout({ params, children }: Props) {
  await permit("observer");
  const { id } = await params;
  const [service, open] = await Promise.all([serviceOf(id), openIncidentsOfService(id)]);
  const tabs = [
    { label: "Incidents", href: serviceAt(id) },
    { label: "Integrations", href: integrationsAt(id), count: service.integrationCount },
    { label: "Settings", href: serviceSettingsAt(id) },
  ];
  return (
    <>
      <LiveRefresh topics={["services", "integrations", "incidents"]} />
      <PageHeader
        crumbs={[{ label: "Services", href: "/services" }]}
        title={service.name}
        description={service.description && <p className="whitespace-pre-line">{service.description}</p>}
      />
      <ServiceState open={open} />
      <LinkTabs label="Service" tabs={tabs} className="mb-4" />
      {children}
    </>
  );
}
