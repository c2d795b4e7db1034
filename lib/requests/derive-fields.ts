import { parseBody } from "#lib/intake/parse-body";
import { changedAt, type Leaf, leavesOf } from "#lib/requests/leaves";
import type { KeptRequest } from "#lib/requests/read-again";
import { variantsOf } from "#lib/requests/variants";
import type { Event, Reading, Source } from "#lib/sources/contract";

/** The fields of an event that people ask about, in the order in which they are shown. */
export const fieldNames = ["action", "dedupKey", "summary", "severity", "source", "occurredAt", "link"] as const;
export type FieldName = (typeof fieldNames)[number];

/** Something a field depends on. `exact`: the field is that very text; otherwise it is made from it. */
export type Origin = { place: Place; path: string[]; exact: boolean };
type Place = keyof Subject;

export type DerivedField = {
  value: string | null;
  origins: Origin[];
  /** Without origins: nothing that was sent changes it, it says nothing, or not all that was sent could be tried. */
  otherwise: "constant" | "unsaid" | "unknown" | null;
};
export type DerivedEvent = Record<FieldName, DerivedField>;

/** `isCut`: the request is so large that not every value in it was tried. */
export type Derivation = { events: DerivedEvent[]; isCut: boolean };

const mostLeaves = 400;
const mostReads = 2_000;
/** With fewer than this, what is found would mislead. */
const fewestReads = 24;
/** Reading costs by the byte; so many bytes are read in all. */
const mostBytesRead = 3_000_000;

/**
 * What each field of each event was made from. Sources are pure, so this is found by trying: the request is read as it is,
 * and again with one value in it changed or left out; the fields that come out otherwise depend on that value.
 */
export function deriveFields(kept: KeptRequest, source: Source, config: Record<string, unknown>): Derivation {
  const budget = Math.min(mostReads, Math.floor(mostBytesRead / Math.max(1, kept.body.length)));
  if (budget < fewestReads) return { events: [], isCut: true };
  const subject = subjectOf(kept, source, config);
  const read = (changed: Subject) => readingOf(source, kept.method, changed);
  const asItIs = subject && read(subject);
  if (!asItIs || !("events" in asItIs)) return { events: [], isCut: false };
  const { leaves, isCut } = leavesOf(subject, mostLeaves);
  const trials = trialsOf(leaves);
  const wasCut = isCut || trials.length > budget;
  const { events } = asItIs;
  const found = tryAll(trials.slice(0, budget), events, (leaf, to) => read(changedSubject(subject, leaf, to)));
  return { events: events.map((event, at) => derivedEvent(event, found[at], wasCut)), isCut: wasCut };
}

type Found = Map<FieldName, Set<Leaf>>;

/** For each event what each of its fields depends on. */
function tryAll(trials: Trial[], events: Event[], readWith: (leaf: Leaf, to: Trial["to"]) => Reading): Found[] {
  const found = events.map((): Found => new Map());
  for (const { leaf, to } of trials)
    for (const { at, field } of touchedBy(readWith(leaf, to), events, to)) {
      const fields = found[at];
      fields?.set(field, (fields.get(field) ?? new Set()).add(leaf));
    }
  return found;
}

/** All that a source reads, in one value. */
type Subject = {
  body: unknown;
  header: Record<string, string>;
  query: Record<string, string>;
  setting: Record<string, unknown>;
};

/** Null when the body is nothing that can be parsed. */
function subjectOf(kept: KeptRequest, source: Source, config: Record<string, unknown>): Subject | null {
  const parsed = parseBody(kept.body, kept.headers["content-type"] ?? "", kept.query);
  if ("problem" in parsed) return null;
  const setting = source.config?.safeParse(config).data ?? config;
  return {
    body: parsed.value,
    header: kept.headers,
    query: Object.fromEntries(new URLSearchParams(kept.query)),
    setting,
  };
}

function readingOf(source: Source, method: string, { body, header, query, setting }: Subject): Reading {
  return source.read(body, setting, { method, headers: header, query: new URLSearchParams(query) });
}

type Trial = { leaf: Leaf; to: Leaf["value"] | undefined };

/** What to try, that which tells most first: each value changed, then left out, then said as senders say it elsewhere. */
function trialsOf(leaves: Leaf[]): Trial[] {
  const elsewhere = placesToName(leaves);
  const variants = leaves.map((leaf) => {
    const [first, ...others] = variantsOf(leaf.value);
    return { leaf, first, others: leaf.path[0] === "setting" ? [...others, ...elsewhere] : others };
  });
  return [
    ...variants.map(({ leaf, first }) => ({ leaf, to: first })),
    ...leaves.map((leaf) => ({ leaf, to: undefined })),
    ...variants.flatMap(({ leaf, others }) => others.map((to) => ({ leaf, to }))),
  ];
}

/** A setting may name a place in the body; another one that it could name. */
function placesToName(leaves: Leaf[]): string[] {
  const inBody = leaves.filter(({ path, value }) => path[0] === "body" && typeof value === "string");
  return inBody.slice(0, 2).map(({ path }) => path.slice(1).join("."));
}

// changedAt changes one value and keeps the shape around it, and what is in a header or the query stays text.
const changedSubject = (subject: Subject, { path }: Leaf, to: Trial["to"]) => changedAt(subject, path, to) as Subject;

/** The fields that came out otherwise. Where an event is gone, the value decides whether there is one: that is its action. */
function touchedBy(changed: Reading, events: Event[], to: Trial["to"]): { at: number; field: FieldName }[] {
  if ("unreadable" in changed) return [];
  const now = "events" in changed ? changed.events : [];
  return events.flatMap((event, at) => {
    const counterpart =
      now.length === events.length ? now[at] : now.find(({ dedupKey }) => dedupKey === event.dedupKey);
    // Nearly every source needs a few values to be there at all; that says nothing about one of them.
    if (!counterpart) return to === undefined ? [] : [{ at, field: "action" as const }];
    return fieldNames
      .filter((field) => textIn(counterpart, field) !== textIn(event, field))
      .map((field) => ({ at, field }));
  });
}

function textIn(event: Event, field: FieldName): string | undefined {
  return field === "link" ? event.links?.[0]?.href : event[field];
}

function derivedEvent(event: Event, found: Found = new Map(), wasCut: boolean): DerivedEvent {
  const derived = (field: FieldName) => derivedField(textIn(event, field), [...(found.get(field) ?? [])], wasCut);
  return {
    action: derived("action"),
    dedupKey: derived("dedupKey"),
    summary: derived("summary"),
    severity: derived("severity"),
    source: derived("source"),
    occurredAt: derived("occurredAt"),
    link: derived("link"),
  };
}

function derivedField(text: string | undefined, leaves: Leaf[], wasCut: boolean): DerivedField {
  const isUnsaid = text === undefined || text.trim() === "";
  const origins = leaves
    .map(({ path, value }) => originOf(path, String(value).trim() === text?.trim()))
    .toSorted((a, b) => Number(b.exact) - Number(a.exact));
  const otherwise = origins.length > 0 ? null : isUnsaid ? "unsaid" : wasCut ? "unknown" : "constant";
  return { value: isUnsaid ? null : text, origins, otherwise };
}

function originOf([place, ...path]: string[], exact: boolean): Origin {
  return { place: isPlace(place) ? place : "body", path, exact };
}

const isPlace = (name: string | undefined): name is Place =>
  name === "body" || name === "header" || name === "query" || name === "setting";
