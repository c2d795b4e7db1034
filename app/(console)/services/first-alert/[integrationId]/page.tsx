import type { Metadata } from "next";
import { headers } from "next/headers";
import { LiveRefresh } from "#components/live-provider";
import { CopyValue } from "#components/ui/copy-value";
import { PageHeader } from "#components/ui/page-header";
import { Status } from "#components/ui/status";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import { baseUrl } from "#lib/api/base-url";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { webhookUrl } from "#lib/integrations/view";
import { galleryAt, incidentAt, requestAt, serviceAt, serviceSettingsAt } from "../../addresses";
import { firstAlertOf } from "./first-alert-of";
import { PressStep } from "./press-step";
import { Step } from "./step";

export const metadata: Metadata = { title: "Your first alert" };

export default async function FirstAlertPage({ params }: { params: Promise<{ integrationId: string }> }) {
  await permit("responder");
  const { integration, service, request, incident, acknowledged, resolved } = await firstAlertOf(
    (await params).integrationId,
  );
  const isTaken = incident !== undefined && incident.status !== "triggered";
  const isOver = incident?.status === "resolved";
  return (
    <div className="max-w-2xl">
      <LiveRefresh topics={[`requests:${integration.id}`, "incidents"]} />
      <PageHeader
        crumbs={[{ label: "Services", href: "/services" }]}
        title="Your first alert"
        description="The way of every alert, with a sample."
      />
      <ol className="space-y-3">
        <Step state="done" title="A service with an integration">
          <p>
            <TextLink href={serviceAt(service.id)}>{service.name}</TextLink> has an integration. A tool posts its alerts
            to this address:
          </p>
          <CopyValue
            value={webhookUrl(integration, baseUrl(await headers()))}
            label="the webhook URL"
            className="mt-2"
          />
        </Step>
        <Step state={incident ? "done" : "now"} title="An alert comes in and opens an incident">
          {request ? (
            <p>
              <TextLink href={requestAt(integration, request.id)}>A sample alert</TextLink> was posted there{" "}
              <Time at={request.receivedAt} />, just as a tool would do it.
            </p>
          ) : (
            <p>Waiting for the sample.</p>
          )}
          {incident && (
            <p className="mt-1 flex flex-wrap items-center gap-x-2">
              <Status state={incident.status} />
              <TextLink href={incidentAt(incident.number)}>
                #{incident.number} {incident.title}
              </TextLink>
            </p>
          )}
        </Step>
        <Step state={!incident ? "later" : isTaken ? "done" : "now"} title="You acknowledge it">
          {incident && (
            <PressStep incident={jsoned(incident)} verb="acknowledge" isDone={isTaken} by={acknowledged}>
              Acknowledging says: I have it. Nobody else needs to get up.
            </PressStep>
          )}
        </Step>
        <Step state={!isTaken ? "later" : isOver ? "done" : "now"} title="The trouble is over">
          {incident && (
            <PressStep incident={jsoned(incident)} verb="resolve" isDone={isOver} by={resolved}>
              As a rule the tool says so, and the incident resolves by itself. This time it is you.
            </PressStep>
          )}
        </Step>
        <Step state={isOver ? "now" : "later"} title="Now with your own tools">
          <p>
            <TextLink href={galleryAt(service.id)}>Add the integration of your own tool</TextLink> to this service, or{" "}
            <TextLink href="/services/new">add a service</TextLink> of yours and{" "}
            <TextLink href={serviceSettingsAt(service.id)}>delete the example</TextLink>.
          </p>
        </Step>
      </ol>
    </div>
  );
}
