import { randomUUID } from "node:crypto";
import type { Image, Link } from "#db/schema/incidents";
import type { Severity } from "#db/vocabulary";
import type { ReadyEvent } from "#lib/incidents/intake";
import { hashOf } from "#lib/seal";
import type { Event } from "#lib/sources/contract";
import { cleanJson, cleanText, truncate } from "#lib/text";

const maxKey = 255;
const maxSummary = 1_024;
const maxSource = 255;
const maxLinks = 20;

/** Makes a source's events fit to be stored: text cleaned and bounded, long keys hashed, what is missing filled in. */
export function readyEvents(
  events: Event[],
  scope: string,
  { mayBeStale = false, ...defaults }: { severity: Severity; source: string; mayBeStale?: boolean },
): ReadyEvent[] {
  return events.map((event) => {
    const dedupKey = readyKey(event.dedupKey);
    const occurredAt = readyMoment(event.occurredAt);
    return {
      scope,
      action: event.action,
      dedupKey,
      summary: truncate(oneLine(event.summary ?? ""), maxSummary) || dedupKey,
      source: truncate(oneLine(event.source ?? ""), maxSource) || defaults.source,
      severity: event.severity ?? defaults.severity,
      details: cleanObject(event.details ?? {}),
      links: (event.links ?? []).slice(0, maxLinks).flatMap(readyLink),
      images: (event.images ?? []).slice(0, maxLinks).flatMap(readyImage),
      occurredAt,
      orderedAt: mayBeStale ? occurredAt : null,
    };
  });
}

/** A dedup key as it is stored: cleaned, hashed when it is long, a new one when there is none. */
export function readyKey(key: string | undefined): string {
  const clean = cleanText(key ?? "");
  if (!clean) return randomUUID().replaceAll("-", "");
  return clean.length > maxKey ? hashOf(clean) : clean;
}

const oneLine = (text: string) => cleanText(text).replace(/\s+/g, " ");

// A link is drawn on a page later: only addresses a browser may safely follow are kept.
const isWebAddress = (address: string) => /^https?:\/\//i.test(address) && URL.canParse(address);

function readyLink(link: Link): Link[] {
  const href = cleanText(link.href);
  if (!isWebAddress(href)) return [];
  return [link.text ? { href, text: truncate(oneLine(link.text), 200) } : { href }];
}

function readyImage(image: Image): Image[] {
  const src = cleanText(image.src);
  if (!isWebAddress(src)) return [];
  const href = image.href && isWebAddress(image.href) ? { href: cleanText(image.href) } : {};
  return [{ src, ...href, ...(image.alt ? { alt: truncate(oneLine(image.alt), 200) } : {}) }];
}

const firstYear = Date.UTC(1970);
const lastYear = Date.UTC(2200);

function readyMoment(text: string | undefined): string | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return at > firstYear && at < lastYear ? new Date(at).toISOString() : null;
}

// cleanJson keeps the shape of what it is given.
const cleanObject = (value: Record<string, unknown>) => cleanJson(value) as Record<string, unknown>;
