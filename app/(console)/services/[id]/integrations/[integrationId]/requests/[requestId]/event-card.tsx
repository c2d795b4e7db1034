import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { Card, CardHeader } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { DefinitionList } from "#components/ui/definition-list";
import { Severity } from "#components/ui/severity";
import { OutsideLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import type { RequestDetail } from "#db/queries/requests";
import type { Action } from "#db/vocabulary";
import type { DerivedEvent, FieldName } from "#lib/requests/derive-fields";
import { verbOf } from "../../request-words";
import { Origins, type Where } from "./origins";

type Event = RequestDetail["events"][number];

type Props = {
  event: Event;
  /** Where each of its fields comes from; undefined where that was not looked for. */
  derived: DerivedEvent | undefined;
  where: Where;
};

export const actionTones: Record<Action, "red" | "amber" | "green"> = {
  trigger: "red",
  acknowledge: "amber",
  resolve: "green",
};

/** One event that the request was read as: its fields, each with where it comes from. */
export function EventCard({ event, derived, where }: Props) {
  const from = (name: FieldName, unsaid = "not said") =>
    derived && <Origins field={derived[name]} unsaid={unsaid} where={where} />;
  const happened = derived?.occurredAt.value;
  return (
    <Card>
      <CardHeader
        title={<span className="break-words">{event.summary ?? "Without a summary"}</span>}
        description={from("summary", "not said; its dedup key stands here")}
        actions={<Badge tone={actionTones[event.action]}>{verbOf(event)}</Badge>}
      />
      <DefinitionList
        rows={[
          ["Action", derived && field(verbOf(event), from("action"))],
          ["Dedup key", field(<DedupKey text={event.dedupKey} />, from("dedupKey", "not said; made for this request"))],
          [
            "Severity",
            field(<Level level={event.severity} />, from("severity", "not said; the integration’s default")),
          ],
          ["Source", event.source && field(event.source, from("source", "not said; the integration’s name"))],
          ["Happened", happened && isMoment(happened) && field(<Time at={happened} as="exact" />, from("occurredAt"))],
          ["Links", event.links.length > 0 && <Links key="links" links={event.links} from={from("link")} />],
        ]}
      />
    </Card>
  );
}

/** A value, and below it where it comes from. */
function field(value: ReactNode, from: ReactNode) {
  return (
    <div className="break-words">
      {value}
      {from}
    </div>
  );
}

const isMoment = (text: string) => !Number.isNaN(Date.parse(text));

function Level({ level }: { level: Event["severity"] }) {
  return level ? (
    <Severity level={level} />
  ) : (
    <span className="text-muted">Not said; the integration&rsquo;s default is used</span>
  );
}

function DedupKey({ text }: { text: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="break-all text-xs">{text}</code>
      <CopyButton text={text} label="Copy the dedup key" />
    </span>
  );
}

/** Only the first one is followed to where it comes from. */
function Links({ links, from }: { links: Event["links"]; from: ReactNode }) {
  return (
    <ul className="space-y-1">
      {links.map(({ href, text }, at) => (
        <li key={href}>
          <OutsideLink href={href}>{text ?? href}</OutsideLink>
          {at === 0 && from}
        </li>
      ))}
    </ul>
  );
}
