import { z } from "zod";
import type { TimelineKind } from "#db/vocabulary";
import type { Entry, Sentence } from "#lib/events/contract";
import { incidentEvents } from "#lib/events/incidents";
import { exactTime } from "#lib/format";

/** An entry of a timeline as a sentence in the reader's zone, and the words that somebody wrote or sent with it. */
export function sentenceOf(entry: Entry & { kind: TimelineKind }, zone: string): Sentence {
  return sentences.get(entry.kind)?.(entry, zone) ?? { sentence: `${entry.kind} by ${entry.actor.name}` };
}

type Say = (entry: Entry, zone: string) => Sentence;

/** What alerts do that is no event of its own. */
const untold: [TimelineKind, Say][] = [
  ["severity_raised", sayRaised],
  ["trigger_ignored", sayIgnored],
];

const told = incidentEvents.map(({ kind, sentence }): [TimelineKind, Say] => [kind, sentence]);

const sentences = new Map([...told, ...untold]);

const sent = z.object({
  summary: z.string().optional(),
  severity: z.string().optional(),
  occurredAt: z.string().nullish(),
});

function sayRaised({ actor, details }: Entry): Sentence {
  const { severity, summary } = sent.parse(details);
  return withWords(`Severity raised${severity ? ` to ${severity}` : ""} by ${actor.name}`, summary);
}

function sayIgnored({ actor, details }: Entry, zone: string): Sentence {
  const { occurredAt, summary } = sent.parse(details);
  const when = occurredAt ? ` of ${exactTime(occurredAt, zone)}` : "";
  return withWords(`A trigger${when} from ${actor.name} was ignored because the alert was already resolved`, summary);
}

const withWords = (sentence: string, words: string | undefined): Sentence =>
  words ? { sentence, words } : { sentence };
