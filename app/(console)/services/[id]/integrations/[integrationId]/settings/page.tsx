import type { Metadata } from "next";
import { Banner } from "#components/ui/banner";
import { Card, CardHeader } from "#components/ui/card";
import { fieldsOf } from "#lib/forms/fields-of";
import { canBeMadeHere, mayNameHeader, signatureHeaders } from "#lib/signatures/headers";
import { proofWords } from "#lib/signatures/words";
import { mappingAt } from "../../../../addresses";
import { listsAsText } from "../../lists-as-text";
import { integrationOf, type Names } from "../integration-of";
import { DeleteIntegration } from "./delete-integration";
import { KeyCard } from "./key-card";
import { SettingsForm } from "./settings-form";
import { SignatureCard } from "./signature-card";

export const metadata: Metadata = { title: "Settings" };

export default async function IntegrationSettingsPage({ params }: { params: Promise<Names> }) {
  const { id, integrationId } = await params;
  const { integration, source, mayChange } = await integrationOf(id, integrationId);
  const { name, defaultSeverity, rateLimitPerMinute, sharesKeys, config, signatureHeader } = integration;
  const signature = source?.signature;
  return (
    <div className="max-w-3xl space-y-4">
      {!mayChange && <Banner>Only an admin can change these settings.</Banner>}
      <Card>
        <CardHeader title="Integration" />
        <SettingsForm
          id={integration.id}
          settings={{ name, defaultSeverity, rateLimitPerMinute, sharesKeys, signatureHeader }}
          usualHeader={mayNameHeader(signature) ? signatureHeaders(signature).join(" or ") : null}
          fields={source?.config && !source.mapsFields ? fieldsOf(source.config) : []}
          mappingPage={source?.mapsFields ? mappingAt(integration) : null}
          config={listsAsText(config)}
          mayChange={mayChange}
        />
      </Card>
      <KeyCard
        id={integration.id}
        name={name}
        currentKey={integration.key}
        previousKeys={integration.previousKeys}
        mayChange={mayChange}
      />
      <SignatureCard
        id={integration.id}
        name={name}
        hasSecret={integration.hasSignatureSecret}
        previousValidUntil={integration.previousSecretValidUntil}
        proof={proofWords(signature, signatureHeader)}
        isVendors={signature?.kind === "sns"}
        canMake={canBeMadeHere(signature)}
        pinnedTopic={integration.pinnedTopic}
        mayChange={mayChange}
      />
      {mayChange && (
        <Card>
          <CardHeader
            title="Delete this integration"
            description="Its senders get 404 from then on. Incidents it opened stay."
            actions={<DeleteIntegration id={integration.id} serviceId={id} name={name} />}
            className="border-b-0"
          />
        </Card>
      )}
    </div>
  );
}
