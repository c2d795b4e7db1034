import { actions, severities } from "#db/vocabulary";
import type { ReadyEvent } from "#lib/incidents/intake";
import { answerTo } from "#lib/intake/answer";
import { readyEvents } from "#lib/intake/ready-events";
import type { Ending, Event, Reading, Sample, Source } from "#lib/sources/contract";
import { cleanJson } from "#lib/text";

const scope = "00000000-0000-4000-8000-000000000000";

/**
 * Reads a sample as intake does, to what would be stored and answered. Throws a sentence when anything is half-made. Plain
 * checks: they run some hundred thousand times.
 */
export function checkSound(source: Source, sample: Sample<unknown>): void {
  const { payload, config = {}, headers = {} } = sample;
  const reading = source.read(payload, config, { method: "POST", headers, query: new URLSearchParams() });
  checkReading(reading);
  const found = "events" in reading ? reading.events : [];
  const ready = readyEvents(found, scope, { severity: "error", source: source.name });
  for (const [at, event] of ready.entries()) checkReady(event, found[at]);
  checkAnswer(source, endingOf(reading, ready));
}

function checkReading(reading: Reading) {
  if ("events" in reading) demand(reading.events.length > 0, "no events and no reason");
  else if ("unreadable" in reading)
    demand(
      reading.unreadable.every(({ message }) => message !== ""),
      "no reason",
    );
  else if ("ignored" in reading) demand(reading.ignored !== "", "ignored without a reason");
}

function checkReady(event: ReadyEvent, { action, summary, dedupKey, occurredAt }: Partial<Event> = {}) {
  demand(actions.includes(event.action), "no action");
  demand(action !== "trigger" || isSaid(summary), "a trigger without a summary");
  demand(action === "trigger" || isSaid(dedupKey), "a resolve without a key");
  demand(event.dedupKey.length > 0 && event.dedupKey.length <= 255, "no key that can be stored");
  demand(isSaid(event.summary) && event.summary.length <= 1_024, "no summary that can be stored");
  demand(isSaid(event.source) && event.source.length <= 255, "no source that can be stored");
  demand(severities.includes(event.severity), "no severity");
  demand(
    event.links.every(({ href }) => /^https?:/i.test(href)),
    "a link that is no web address",
  );
  demand(
    event.images.every(({ src }) => /^https?:/i.test(src)),
    "an image that is no web address",
  );
  demand(occurredAt === undefined || new Date(occurredAt).toISOString() === occurredAt, "a time that is none");
  demand(cleanJson(event) === event, "a character that the database refuses");
}

const isSaid = (text: string | undefined) => text !== undefined && text.trim() !== "";

function endingOf(reading: Reading, ready: ReadyEvent[]): Ending {
  if ("events" in reading) {
    const events = ready.map(({ action, dedupKey }) => ({ action, dedupKey, incident: null }));
    return { outcome: "accepted", events, problems: reading.problems };
  }
  if ("unreadable" in reading) return { outcome: "refused", status: 400, message: "no", problems: reading.unreadable };
  const [reason] = Object.values(reading);
  return { outcome: "ignored", reason: String(reason) };
}

function checkAnswer(source: Source, ending: Ending) {
  const { status } = answerTo(source, ending);
  demand(
    ending.outcome === "refused" ? status >= 200 && status < 500 : status >= 200 && status < 300,
    "a wrong answer",
  );
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
