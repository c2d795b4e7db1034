import {
  Bell,
  BellOff,
  Check,
  CheckCheck,
  Clock,
  MessageSquare,
  PencilLine,
  RotateCcw,
  Send,
  TrendingUp,
  Undo2,
  UserRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import type { TimelineKind } from "#db/vocabulary";
import { destinationAddress } from "#lib/browser/addresses";
import { OpenAnyway } from "../../services/open-anyway";
import type { Said } from "./as-markdown";
import { type Delivery, deliveryWords } from "./delivery-words";
import { ignoredIn } from "./ignored-in";

type Entry = Said & { id: string; kind: TimelineKind; details: unknown };
type Props = {
  entries: Entry[];
  deliveries: Delivery[];
  /** The requests whose triggers opened nothing, where this person may open them. */
  openable: string[];
};

/** What happened, newest first: each entry a sentence. */
export function Timeline({ entries, deliveries, openable }: Props) {
  const marks = [...entries.map((entry) => entryMark(entry, openable)), ...deliveries.map(deliveryMark)];
  marks.sort((one, other) => other.at.localeCompare(one.at));
  return (
    <ol className="flex flex-col">
      {marks.map((mark) => (
        <li key={mark.key} className="relative flex gap-3 pb-4 last:pb-0">
          <span aria-hidden className="absolute top-7 bottom-1 left-3 w-px bg-line [li:last-child>&]:hidden" />
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-full border bg-surface text-muted [&_svg]:size-3.5"
          >
            {mark.icon}
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span>{mark.sentence}</span>
              <Time at={mark.at} className="text-muted text-xs" />
            </p>
            {mark.words && (
              <p className="mt-1 whitespace-pre-wrap rounded-md bg-sunken px-3 py-2 text-sm">{mark.words}</p>
            )}
            {mark.action && <div className="mt-2">{mark.action}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

type Mark = {
  key: string;
  at: string;
  icon: ReactNode;
  sentence: ReactNode;
  words?: string | undefined;
  action?: ReactNode;
};

function entryMark(entry: Entry, openable: string[]): Mark {
  const ignored = ignoredIn(entry);
  const action = ignored && openable.includes(ignored.requestId) && <OpenAnyway {...ignored} />;
  return { key: entry.id, at: entry.at, icon: icons[entry.kind], sentence: entry.sentence, words: entry.words, action };
}

function deliveryMark(delivery: Delivery): Mark {
  return {
    key: `delivery ${delivery.id}`,
    at: delivery.doneAt ?? delivery.createdAt,
    icon: <Send />,
    sentence: (
      <>
        <TextLink href={destinationAddress(delivery.destination.id)}>{delivery.destination.name}</TextLink>{" "}
        {deliveryWords(delivery)}
      </>
    ),
  };
}

const icons: Record<TimelineKind, ReactNode> = {
  triggered: <Bell />,
  acknowledged: <Check />,
  unacknowledged: <Undo2 />,
  resolved: <CheckCheck />,
  reopened: <RotateCcw />,
  snoozed: <Clock />,
  snooze_ended: <Bell />,
  assigned: <UserRound />,
  noted: <MessageSquare />,
  severity_raised: <TrendingUp />,
  changed: <PencilLine />,
  trigger_ignored: <BellOff />,
};
