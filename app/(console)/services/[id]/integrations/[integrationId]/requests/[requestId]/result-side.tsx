import { Outcome } from "#components/integration/outcome";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { DefinitionList } from "#components/ui/definition-list";
import { TextLink } from "#components/ui/text-link";
import type { RequestDetail } from "#db/queries/requests";
import { duration } from "#lib/format";
import type { Derivation } from "#lib/requests/derive-fields";
import { incidentAt } from "../../../../../addresses";
import { outcomeSentence } from "../../request-words";
import { EventCard } from "./event-card";
import type { Where } from "./origins";

type Props = {
  request: RequestDetail;
  /** Null when it is read differently today, so that nothing can be said of what it was read as. */
  derivation: Derivation | null;
  where: Where;
};

/** What became of it: the outcome and why, and each event it was read as. */
export function ResultSide({ request, derivation, where }: Props) {
  const derived = derivation?.events ?? [];
  return (
    <div className="min-w-0 space-y-4 lg:order-last">
      <Card>
        <CardHeader title="Result" actions={<Outcome outcome={request.outcome} className="font-medium" />} />
        <CardBody className="text-sm">
          <p className="break-words">{outcomeSentence(request)}</p>
          {request.outcome === "accepted" && request.reason && <Remark request={request} />}
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
      {derived.length > 0 && (
        <p className="px-1 text-muted text-sm">
          Below each field is where it comes from. Press a place to see it in the body
          {derivation?.isCut && "; the request is large, so not every part of it was tried"}.
        </p>
      )}
      {request.events.map((event, at) => (
        <EventCard
          // biome-ignore lint/suspicious/noArrayIndexKey: two events of a request may be alike, and they stay in their order
          key={`${at} ${event.dedupKey}`}
          event={event}
          derived={derived[at]}
          where={where}
        />
      ))}
    </div>
  );
}

// Who replayed it is no reservation; what could not be read is.
function Remark({ request: { reason, replayOf } }: { request: RequestDetail }) {
  if (replayOf !== null) return <p className="mt-2 break-words text-muted">{reason}</p>;
  return <p className="mt-2 break-words text-acknowledged">But: {reason}</p>;
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
