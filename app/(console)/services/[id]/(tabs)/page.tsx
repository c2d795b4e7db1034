import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { RowKeys } from "#components/row-keys";
import { Button } from "#components/ui/button";
import { Card, CardHeader } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import type { IncidentView } from "#db/queries/incidents";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { listFor } from "#lib/incidents/list-for";
import { galleryAt, incidentsOfServiceAt } from "../../addresses";
import { serviceOf } from "../service-of";
import { IncidentLine } from "./incident-line";

export const metadata: Metadata = { title: "Incidents" };

const mostOpen = 100;
const mostResolved = 20;

export default async function ServiceIncidentsPage({ params }: { params: Promise<{ id: string }> }) {
  const person = await permit("observer");
  const { id, integrationCount } = await serviceOf((await params).id);
  const [open, snoozed, resolved] = await Promise.all([
    listFor(person.role, { serviceId: id, status: "open" }, { limit: mostOpen }),
    listFor(person.role, { serviceId: id, status: "snoozed" }, { limit: mostOpen }),
    listFor(person.role, { serviceId: id, status: "resolved" }, { limit: mostResolved }),
  ]);
  const nothing = open.data.length + snoozed.data.length + resolved.data.length === 0;
  if (nothing && integrationCount === 0) return <Deaf serviceId={id} mayAdd={allows(person.role, "admin")} />;
  return (
    <RowKeys className="space-y-4">
      <Lines title="Open" incidents={open.data} none={<AllQuiet everything={nothing} />} />
      {snoozed.data.length > 0 && <Lines title="Snoozed" incidents={snoozed.data} />}
      {resolved.data.length > 0 && <Lines title="Resolved lately" incidents={resolved.data} />}
      {!nothing && (
        <Button asChild>
          <Link href={incidentsOfServiceAt(id)}>All incidents of this service</Link>
        </Button>
      )}
    </RowKeys>
  );
}

type LinesProps = { title: string; incidents: IncidentView[]; none?: ReactNode };

function Lines({ title, incidents, none }: LinesProps) {
  return (
    <Card>
      <CardHeader title={title} />
      {incidents.length === 0 && none}
      <ul aria-label={title}>
        {incidents.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
      </ul>
    </Card>
  );
}

function AllQuiet({ everything }: { everything: boolean }) {
  return (
    <EmptyState icon={<CircleCheck />} title="All quiet" className="py-8">
      {everything
        ? "No alert has opened an incident here yet. The first one appears by itself."
        : "Nothing is open. A new incident appears here by itself."}
    </EmptyState>
  );
}

function Deaf({ serviceId, mayAdd }: { serviceId: string; mayAdd: boolean }) {
  return (
    <Card>
      <EmptyState
        icon={<CircleCheck />}
        title="Nothing reports on this service yet"
        action={
          mayAdd && (
            <Button asChild variant="primary">
              <Link href={galleryAt(serviceId)}>Add integration</Link>
            </Button>
          )
        }
      >
        Without an integration no alert can reach it.{" "}
        {mayAdd ? "Pick the tool that watches it." : "Ask an admin to add one."}
      </EmptyState>
    </Card>
  );
}
