import type { ReactNode } from "react";
import { Outcome } from "#components/integration/outcome";
import { Badge } from "#components/ui/badge";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { DefinitionList } from "#components/ui/definition-list";
import { Severity } from "#components/ui/severity";
import { OutsideLink, TextLink } from "#components/ui/text-link";
import type { RequestDetail } from "#db/queries/requests";
import type { Action } from "#db/vocabulary";
import { duration } from "#lib/format";
import { incidentAt } from "../../../../../addresses";
import { outcomeSentence, verbOf } from "../../request-words";

/** What became of it: the outcome and why, and each event it was read as. */
export function ResultSide({ request }: { request: RequestDetail }) {
  return (
    <div className="min-w-0 space-y-4 lg:order-last">
      <Card>
        <CardHeader title="Result" actions={<Outcome outcome={request.outcome} className="font-medium" />} />
        <CardBody className="text-sm">
          <p className="break-words">{outcomeSentence(request)}</p>
          {request.outcome === "accepted" && request.reason && (
            <p className="mt-2 break-words text-acknowledged">But: {request.reason}</p>
          )}
        </CardBody>
        <DefinitionList
          className="border-t"
          rows={[
            [
              "Answered",
              <span key="status" className="font-mono text-xs">
                {request.status}
              </span>,
            ],
            [
              "Took",
              request.outcome !== "refused" &&
                (request.durationMs < 1 ? "Less than 1 ms" : duration(request.durationMs)),
            ],
            ["Incidents", request.incidents.length > 0 && <Incidents key="incidents" incidents={request.incidents} />],
          ]}
        />
      </Card>
      {request.events.map((event) => (
        <EventCard key={`${event.action} ${event.dedupKey}`} event={event} />
      ))}
    </div>
  );
}

function Incidents({ incidents }: { incidents: RequestDetail["incidents"] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1 font-mono text-xs">
      {incidents.map(({ id, number }) => (
        <TextLink key={id} href={incidentAt(number)}>
          #{number}
        </TextLink>
      ))}
    </span>
  );
}

const tones: Record<Action, "red" | "amber" | "green"> = { trigger: "red", acknowledge: "amber", resolve: "green" };

function EventCard({ event }: { event: RequestDetail["events"][number] }) {
  return (
    <Card>
      <CardHeader
        title={<span className="break-words">{event.summary ?? "Without a summary"}</span>}
        actions={<Badge tone={tones[event.action]}>{verbOf(event)}</Badge>}
      />
      <DefinitionList
        rows={[
          ["Dedup key", <DedupKey key="key" text={event.dedupKey} />],
          [
            "Severity",
            event.severity ? (
              <Severity key="severity" level={event.severity} />
            ) : (
              <Unsaid key="severity">the integration&rsquo;s default is used</Unsaid>
            ),
          ],
          ["Source", event.source],
          ["Links", event.links.length > 0 && <Links key="links" links={event.links} />],
        ]}
      />
    </Card>
  );
}

const Unsaid = ({ children }: { children: ReactNode }) => <span className="text-muted">Not said; {children}</span>;

function DedupKey({ text }: { text: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="break-all text-xs">{text}</code>
      <CopyButton text={text} label="Copy the dedup key" />
    </span>
  );
}

function Links({ links }: { links: RequestDetail["events"][number]["links"] }) {
  return (
    <ul className="space-y-1">
      {links.map(({ href, text }) => (
        <li key={href}>
          <OutsideLink href={href}>{text ?? href}</OutsideLink>
        </li>
      ))}
    </ul>
  );
}
