import { Plug, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { LiveRefresh } from "#components/live-provider";
import { RowKeys } from "#components/row-keys";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { integrationsOfService } from "#db/queries/integrations";
import { refusedOfIntegrations } from "#db/queries/service-health";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { now } from "#lib/clock";
import { integrationView } from "#lib/integrations/view";
import { hashOf } from "#lib/seal";
import { galleryAt } from "../../../addresses";
import { serviceOf } from "../../service-of";
import { IntegrationCard } from "./integration-card";

export const metadata: Metadata = { title: "Integrations" };

export default async function ServiceIntegrationsPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await permit("observer");
  const { id } = await serviceOf((await params).id);
  const at = now();
  const [rows, refused] = await Promise.all([integrationsOfService(id, at), refusedOfIntegrations(id, at)]);
  const mayAdd = allows(person.role, "admin");
  // Its id is all it takes to open incidents, so an observer's browser gets it neither as a link nor as a topic or key.
  const mayOpen = allows(person.role, "responder");
  if (rows.length === 0) return <NoIntegrations serviceId={id} mayAdd={mayAdd} />;
  return (
    <>
      <LiveRefresh topics={mayOpen ? rows.map((row) => `requests:${row.id}`) : ["requests"]} />
      {mayAdd && (
        <div className="mb-3 flex justify-end">
          <AddIntegration serviceId={id} />
        </div>
      )}
      <RowKeys>
        <ul aria-label="Integrations" className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-3">
          {rows.map((row) => (
            <IntegrationCard
              key={mayOpen ? row.id : hashOf(row.id)}
              mayOpen={mayOpen}
              integration={integrationView(row, { showKey: false })}
              refused={refused.get(row.id) ?? 0}
              readAt={at.getTime()}
            />
          ))}
        </ul>
      </RowKeys>
    </>
  );
}

function AddIntegration({ serviceId }: { serviceId: string }) {
  return (
    <Button asChild variant="primary">
      <Link href={galleryAt(serviceId)}>
        <Plus aria-hidden />
        Add integration
      </Link>
    </Button>
  );
}

function NoIntegrations({ serviceId, mayAdd }: { serviceId: string; mayAdd: boolean }) {
  return (
    <Card>
      <EmptyState
        icon={<Plug />}
        title="No integrations yet"
        action={mayAdd && <AddIntegration serviceId={serviceId} />}
      >
        An integration is an address and a key of its own that one tool posts its alerts to.{" "}
        {mayAdd ? "Pick the tool, and you get the steps to set it up." : "Ask an admin to add one."}
      </EmptyState>
    </Card>
  );
}
