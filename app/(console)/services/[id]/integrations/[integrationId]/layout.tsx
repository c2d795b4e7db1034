import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LiveRefresh } from "#components/live-provider";
import { Badge } from "#components/ui/badge";
import { Banner } from "#components/ui/banner";
import { PageHeader } from "#components/ui/page-header";
import { SourceLogo } from "#components/ui/source-logo";
import { Time } from "#components/ui/time";
import { integrationsAt, serviceAt } from "../../../addresses";
import { serviceOf } from "../../service-of";
import { EnabledSwitch } from "./enabled-switch";
import { integrationOf, type Names } from "./integration-of";
import { IntegrationTabs } from "./integration-tabs";

type Props = { params: Promise<Names>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, integrationId } = await params;
  const { integration } = await integrationOf(id, integrationId);
  return { title: { template: `%s · ${integration.name} · Tocsin`, default: `${integration.name} · Tocsin` } };
}

export default async function IntegrationLayout({ params, children }: Props) {
  const { id, integrationId } = await params;
  const { integration, source, mayChange } = await integrationOf(id, integrationId);
  const service = await serviceOf(id);
  const crumbs = [
    { label: "Services", href: "/services" as const },
    { label: service.name, href: serviceAt(id) },
    { label: "Integrations", href: integrationsAt(id) },
  ];
  return (
    <>
      <LiveRefresh topics={[`integration:${integration.id}`]} />
      <PageHeader
        crumbs={crumbs}
        title={
          <span className="flex items-center gap-3">
            <SourceLogo icon={source?.icon} name={source?.name ?? integration.type} />
            {integration.name}
            {!integration.enabled && <Badge tone="grey">Disabled</Badge>}
          </span>
        }
        actions={
          <EnabledSwitch
            id={integration.id}
            name={integration.name}
            enabled={integration.enabled}
            mayChange={mayChange}
          />
        }
      />
      {integration.disabledAt && (
        <Banner tone="warning" title="It is disabled" className="mb-4">
          What comes in is refused with 403 and opens nothing, since <Time at={integration.disabledAt} as="short" />.
          Refused requests are kept under Requests, so that you see what you miss.
        </Banner>
      )}
      <IntegrationTabs place={{ serviceId: id, id: integration.id }} mapsFields={source?.mapsFields === true} />
      {children}
    </>
  );
}
