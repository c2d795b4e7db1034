import type { Metadata } from "next";
import { Banner } from "#components/ui/banner";
import { Card, CardHeader } from "#components/ui/card";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { serviceOf } from "../../service-of";
import { DeleteService } from "./delete-service";
import { SettingsForm } from "./settings-form";

export const metadata: Metadata = { title: "Settings" };

export default async function ServiceSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await permit("observer");
  const service = await serviceOf((await params).id);
  const mayChange = allows(person.role, "admin");
  return (
    <div className="max-w-3xl space-y-4">
      {!mayChange && <Banner>Only an admin can change these settings.</Banner>}
      <Card>
        <CardHeader title="Service" />
        <SettingsForm service={service} mayChange={mayChange} />
      </Card>
      {mayChange && (
        <Card>
          <CardHeader
            title="Delete this service"
            description="Its integrations go with it: their senders get 404 from then on. Incidents and their history stay."
            actions={<DeleteService id={service.id} name={service.name} />}
            className="border-b-0"
          />
        </Card>
      )}
    </div>
  );
}
