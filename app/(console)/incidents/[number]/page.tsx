import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { LiveRefresh } from "#components/live-provider";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { Severity } from "#components/ui/severity";
import { Status, stateOf } from "#components/ui/status";
import { Time } from "#components/ui/time";
import { listAlerts } from "#db/queries/alerts";
import { incidentBy } from "#db/queries/incidents";
import { assignablePeople } from "#db/queries/people-pickers";
import { deliveriesOf, timelineOf } from "#db/queries/timeline";
import { unopenedTriggers } from "#db/queries/unopened-triggers";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { type Incident, jsoned } from "#lib/browser/incident";
import { sentenceOf } from "#lib/events/timeline";
import { plural } from "#lib/format";
import { addressHider } from "#lib/redact/hide-addresses";
import { UnsentList } from "../unsent";
import { Alerts } from "./alerts";
import { CopyMarkdown, CopyMarkdownEntry } from "./copy-markdown";
import { Fields } from "./fields";
import { ignoredIn } from "./ignored-in";
import { IncidentActions } from "./incident-actions";
import { IncidentDeliveries, IncidentFacts } from "./incident-facts";
import { LinksAndImages } from "./links-and-images";
import { NoteForm } from "./note-form";
import { Timeline } from "./timeline";

type Props = { params: Promise<{ number: string }> };

const incidentOf = cache(incidentBy);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { role } = await permit("observer");
  const incident = await incidentOf((await params).number);
  if (!incident) return { title: "Not found" };
  const hideAddresses = await addressHider(role, [incident.id]);
  return { title: `#${incident.number} ${hideAddresses(incident.title)}` };
}

export default async function IncidentPage({ params }: Props) {
  const person = await permit("observer");
  const reference = (await params).number;
  const found = await incidentOf(reference);
  if (!found) notFound();
  if (reference !== String(found.number)) redirect(`/incidents/${found.number}`);
  const [hideAddresses, timeline, everyAlert, deliveries, people] = await Promise.all([
    addressHider(person.role, [found.id]),
    timelineOf(found.id),
    listAlerts(found.id),
    deliveriesOf(found.id),
    assignablePeople(),
  ]);
  const incident = hideAddresses(jsoned(found));
  const entries = hideAddresses(jsoned(timeline)).map((entry) => ({ ...entry, ...sentenceOf(entry, person.timeZone) }));
  const alerts = hideAddresses(everyAlert);
  const mayAct = allows(person.role, "responder");
  const ignored = mayAct ? timeline.flatMap((entry) => ignoredIn(entry)?.requestId ?? []) : [];
  const openable = [...(await unopenedTriggers(ignored)).keys()];
  const newest = alerts.data.find((alert) => Object.keys(alert.details).length > 0);
  return (
    <>
      <LiveRefresh topics={[`incident:${incident.id}`, "deliveries"]} />
      <PageHeader
        crumbs={[{ label: "Incidents", href: "/incidents" }]}
        title={<Title incident={incident} />}
        description={<Standing incident={incident} />}
      />
      <div className="mb-4 flex flex-wrap gap-2">
        {mayAct && (
          <IncidentActions
            incident={incident}
            people={people}
            copyEntry={<CopyMarkdownEntry incident={incident} timeline={entries} />}
          />
        )}
        <CopyMarkdown incident={incident} timeline={entries} className={mayAct ? "max-md:hidden" : undefined} />
      </div>
      {mayAct && <UnsentList incidentId={incident.id} />}
      <div className="grid gap-4 pb-16 md:pb-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {(incident.links.length > 0 || incident.images.length > 0 || newest) && (
            <Card>
              <CardBody className="flex flex-col gap-4">
                {(incident.links.length > 0 || incident.images.length > 0) && (
                  <LinksAndImages links={incident.links} images={incident.images} />
                )}
                {newest && <Fields details={newest.details} />}
              </CardBody>
            </Card>
          )}
          <Card>
            <CardHeader title="Alerts" description={`${plural(incident.alertCount, "alert")}, newest first`} />
            <Alerts incidentId={incident.id} first={jsoned(alerts)} />
          </Card>
          <Card>
            <CardHeader title="Timeline" />
            <CardBody className="flex flex-col gap-5">
              {mayAct && <NoteForm incident={incident} />}
              <Timeline entries={entries} deliveries={jsoned(deliveries)} openable={openable} />
            </CardBody>
          </Card>
        </div>
        <aside aria-label="Facts" className="flex min-w-0 flex-col gap-4">
          <IncidentFacts incident={incident} />
          <IncidentDeliveries deliveries={jsoned(deliveries)} />
        </aside>
      </div>
    </>
  );
}

function Title({ incident }: { incident: Incident }) {
  return (
    <>
      <span className="mr-2 font-mono font-normal text-muted">#{incident.number}</span>
      {incident.title}
    </>
  );
}

function Standing({ incident }: { incident: Incident }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <Status state={stateOf(incident)} as="pill" />
      {incident.snoozedUntil && (
        <span>
          Until <Time at={incident.snoozedUntil} as="short" />
        </span>
      )}
      <Severity level={incident.severity} />
      <span>{incident.urgency === "high" ? "High urgency" : "Low urgency"}</span>
      <span>
        Opened <Time at={incident.openedAt} />
      </span>
      <span>
        {incident.assignees.length > 0
          ? `With ${incident.assignees.map((person) => person.name).join(", ")}`
          : "Nobody has it"}
      </span>
    </div>
  );
}
