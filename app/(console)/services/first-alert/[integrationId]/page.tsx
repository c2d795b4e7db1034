import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { LiveRefresh } from "#components/live-provider";
import { CopyValue } from "#components/ui/copy-value";
import { PageHeader } from "#components/ui/page-header";
import { Status } from "#components/ui/status";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { incidentBy } from "#db/queries/incidents";
import { integrationById } from "#db/queries/integrations";
import { requestsOfIntegration } from "#db/queries/requests";
import { serviceById } from "#db/queries/services";
import { baseUrl } from "#lib/api/base-url";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { now } from "#lib/clock";
import { webhookUrl } from "#lib/integrations/view";
import { galleryAt, incidentAt, requestAt, serviceAt, serviceSettingsAt } from "../../addresses";
import { AcknowledgeStep } from "./acknowledge-step";
import { Step } from "./step";

export const metadata: Metadata = { title: "Your first alert" };

export default async function FirstAlertPage({ params }: { params: Promise<{ integrationId: string }> }) {
  await permit("observer");
  const { integration, service, request, incident } = await read((await params).integrationId);
  return (
    <div className="max-w-2xl">
      <LiveRefresh topics={[`requests:${integration.id}`, "incidents"]} />
      <PageHeader crumbs={[{ label: "Services", href: "/services" }]} title="Your first alert" description="The way of every alert, with a sample." />
      <ol className="space-y-3">
        <Step state="done" title="A service with an integration">
          <p>
            <TextLink href={serviceAt(service.id)}>{service.name}</TextLink> has a generic webhook. A tool posts its alerts to this address:
          </p>
          <CopyValue value={webhookUrl(integration, baseUrl(await headers()))} label="the webhook URL" className="mt-2" />
        </Step>
        <Step state={request ? "done" : "now"} title="An alert comes in">
          {request ? (
            <p>
              <TextLink href={requestAt(integration, request.id)}>A sample alert</TextLink> was posted there <Time at={request.receivedAt} />, just as a tool would do it.
            </p>
          ) : (
            <p>Waiting for the sample.</p>
          )}
        </Step>
        <Step state={incident ? "done" : "later"} title="It opens an incident">
          {incident && (
            <p className="flex flex-wrap items-center gap-x-2">
              <Status state={incident.status} />
              <TextLink href={incidentAt(incident.number)}>
                #{incident.number} {incident.title}
              </TextLink>
            </p>
          )}
        </Step>
        <Step state={!incident ? "later" : incident.status === "triggered" ? "now" : "done"} title="You acknowledge it">
          {incident && <AcknowledgeStep incident={jsoned(incident)} />}
        </Step>
        <Step state={incident && incident.status !== "triggered" ? "now" : "later"} title="Now with your own tools">
          <p>
            When the trouble is over, the tool says so and the incident resolves by itself. <TextLink href={galleryAt(service.id)}>Add the integration of your own tool</TextLink>, or{" "}
            <TextLink href={serviceSettingsAt(service.id)}>delete the example</TextLink> and <TextLink href="/services/new">add a service</TextLink> of yours.
          </p>
        </Step>
      </ol>
    </div>
  );
}

async function read(integrationId: string) {
  const integration = await integrationById(integrationId, now());
  const service = integration && (await serviceById(integration.serviceId));
  if (!integration || !service) notFound();
  const { data } = await requestsOfIntegration(integrationId, { limit: 20 });
  const request = data.findLast(({ incidents }) => incidents.length > 0) ?? data[0];
  const incident = request?.incidents[0] && (await incidentBy(request.incidents[0].id));
  return { integration, service, request, incident };
}
