import type { Metadata } from "next";
import { SetupText } from "#components/setup-text";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CopyValue } from "#components/ui/copy-value";
import { SecretValue } from "#components/ui/secret-value";
import { TextLink } from "#components/ui/text-link";
import { requestsOfIntegration } from "#db/queries/requests";
import { jsoned } from "#lib/browser/incident";
import { fillSetup } from "#lib/integrations/fill-setup";
import type { IntegrationView } from "#lib/integrations/view";
import { mailAddressOf } from "#lib/mail-in/address";
import { integrationSettingsAt } from "../../../../addresses";
import { integrationOf, type Names } from "../integration-of";
import { Arrival } from "./arrival";
import { SendSample } from "./send-sample";

export const metadata: Metadata = { title: "Setup" };

export default async function SetupPage({ params }: { params: Promise<Names> }) {
  const { id, integrationId } = await params;
  const { integration, source, mayChange } = await integrationOf(id, integrationId);
  const { data } = await requestsOfIntegration(integration.id, { limit: 1 });
  const place = { serviceId: id, id: integration.id };
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
      <AddressCard integration={integration} mayChange={mayChange} />
      <div className="space-y-4 lg:row-span-2 lg:self-start">
        <Arrival place={place} latest={jsoned(data)[0] ?? null} />
        {source && (
          <SendSample
            place={place}
            samples={source.samples.map(({ title, payload }) => ({ title, payload }))}
            isEnabled={integration.enabled}
          />
        )}
      </div>
      {source && (
        <Card>
          <CardHeader
            title={`Set up ${source.name}`}
            description="With the address and the key of this integration filled in."
          />
          <CardBody>
            <SetupText
              markdown={fillSetup(source.setup, {
                url: integration.webhookUrl,
                key: integration.key ?? "<integration key>",
                base: baseOf(integration),
              })}
            />
          </CardBody>
        </Card>
      )}
    </div>
  );
}

// The address for events lies right below the address of Tocsin itself.
const baseOf = ({ eventsUrl }: IntegrationView) => eventsUrl.replace(/\/api\/events$/, "");

function AddressCard({ integration, mayChange }: { integration: IntegrationView; mayChange: boolean }) {
  const mailAddress = mailAddressOf(integration);
  return (
    <Card>
      <CardHeader title="Address and key" />
      <CardBody className="space-y-3 text-sm">
        <div>
          <h3 className="mb-1 font-medium">Webhook URL</h3>
          <CopyValue value={integration.webhookUrl} label="the webhook URL" />
        </div>
        {mailAddress && (
          <div>
            <h3 className="mb-1 font-medium">Mail address</h3>
            <SecretValue value={mailAddress} label="mail address" />
          </div>
        )}
        <div>
          <h3 className="mb-1 font-medium">Integration key</h3>
          {integration.key ? (
            <SecretValue value={integration.key} label="integration key" />
          ) : (
            <p className="text-muted">
              It cannot be read, as it was saved under another TOCSIN_SECRET. An admin can make a new one.
            </p>
          )}
          <p className="mt-1 text-muted">
            For tools that send a routing key instead of using the URL. Both are secrets: whoever has one can open
            incidents.{" "}
            {mayChange && (
              <TextLink href={integrationSettingsAt(integration)}>Replace the key or ask for signatures</TextLink>
            )}
          </p>
        </div>
      </CardBody>
    </Card>
  );
}
