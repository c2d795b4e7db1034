import type { Action, Severity } from "#db/vocabulary";
import { severityOf } from "#lib/reading/severity-of";

/** What the beginning of a subject says, and the subject without it. */
export type SubjectMarks = { action: Action; severity: Severity | undefined; rest: string };

/** Phrases that an integration means by the end and by the acknowledgement of trouble, besides the usual ones. */
type OwnWords = { resolve: string[]; acknowledge: string[] };

type Mark = { action?: Action; severity?: Severity };
type Token = { mark: Mark | undefined; kept: string; after: string };

/**
 * Reads the marks at the beginning of a subject, behind Re: and Fwd:, as whole words in any case: "[RESOLVED] [db-1]
 * Disk", "OK: Disk", "WARNING - Disk", "Recovered Disk". A word that just begins a sentence ("Up to 5 nodes are down",
 * "Recovery failed") is no mark.
 */
export function readSubject(subject: string, own: OwnWords = { resolve: [], acknowledge: [] }): SubjectMarks {
  const kept: string[] = [];
  let action: Action | undefined;
  let severity: Severity | undefined;
  let rest = withoutReplies(subject);
  for (let tokens = 0; tokens < mostTokens; tokens++) {
    const token = firstToken(rest, own);
    if (!token) break;
    action ??= token.mark?.action;
    severity ??= token.mark?.severity;
    if (token.kept !== "") kept.push(token.kept);
    rest = withoutReplies(token.after);
  }
  return { action: action ?? "trigger", severity, rest: withoutState([...kept, rest].join(" ")) };
}

const mostTokens = 8;
const replies = /^(?:(?:re|fwd?|aw|wg|sv|antw|tr|rv)(?:\[\d{1,3}\])?\s*:\s*)+/i;
const ornaments = /^(?:[\s*]|\p{Extended_Pictographic}|\u{FE0F})+/u;

const withoutReplies = (text: string): string =>
  text.replace(ornaments, "").replace(replies, "").replace(ornaments, "");

// "… is CRITICAL **" and "… is OK **" are of the same trouble. What it means is said at the beginning.
const withoutState = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/ (?:is|are) (?:now )?(?:ok|up|down|critical|warning|unknown|unreachable)[ *.!]*$/i, "");

function firstToken(text: string, own: OwnWords): Token | undefined {
  return ownToken(text, own) ?? bracketToken(text) ?? prefixToken(text) ?? wordToken(text);
}

function ownToken(text: string, { resolve, acknowledge }: OwnWords): Token | undefined {
  const begins = (phrase: string) =>
    phrase !== "" &&
    text.slice(0, phrase.length).toLowerCase() === phrase.toLowerCase() &&
    !/^[\p{L}\p{N}]/u.test(text.slice(phrase.length));
  const phrase = [...acknowledge, ...resolve].find(begins);
  if (phrase === undefined) return undefined;
  const action = acknowledge.includes(phrase) ? "acknowledge" : "resolve";
  return { mark: { action }, kept: "", after: text.slice(phrase.length).replace(/^\s*[:|\-–—]\s*/, "") };
}

/** "[FIRING:2]", "[✅ Up]": a mark, or a name that belongs to what is told. */
function bracketToken(text: string): Token | undefined {
  const [whole, inside] = /^\[([^[\]]{1,80})\]\s*(?:[:|–—-]\s+)?/.exec(text) ?? [];
  if (whole === undefined || inside === undefined) return undefined;
  const [first = ""] = inside.split(/[:,]/, 1);
  const mark = markOf(bare(first)) ?? severityMark(bare(first));
  return { mark, kept: mark ? "" : `[${inside}]`, after: text.slice(whole.length) };
}

const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** "OK: ", "CRITICAL - ", "Resolved in 5m 3s: ", "PROBLEM Service Alert: ", also with nothing behind it. */
function prefixToken(text: string): Token | undefined {
  const [whole, word] = /^([a-z][a-z0-9 ]{0,30}?)(?:\s*[:|]\s*|\s+[–—-]+\s+|\s*$)/i.exec(text) ?? [];
  if (whole === undefined || word === undefined) return undefined;
  const [, verb] = /^(\w+) (?:(?:in|after) [\dwdhms ]+|(?:service|host) alert)$/i.exec(word) ?? [];
  const mark = markOf(verb ?? word) ?? (plainSeverity.test(word) ? severityMark(word) : undefined);
  return mark && { mark, kept: "", after: text.slice(whole.length) };
}

/** Two words say that it is over also when the sentence just goes on. */
function wordToken(text: string): Token | undefined {
  const [whole] = /^(?:resolved|recovered)\s+/i.exec(text) ?? [];
  return whole === undefined ? undefined : { mark: { action: "resolve" }, kept: "", after: text.slice(whole.length) };
}

const phrases: Record<Action, string[]> = {
  resolve: [
    ...["resolve", "resolved", "recovered", "recovery", "ok", "okay", "up", "closed", "cleared", "clear", "normal"],
    ...["restored", "fixed", "solved", "back up", "back to normal", "all clear", "up alert", "monitor is up"],
  ],
  acknowledge: ["ack", "acked", "acknowledge", "acknowledged", "acknowledgement", "acknowledgment"],
  trigger: [
    ...["alert", "alarm", "alerting", "firing", "problem", "down", "trigger", "triggered", "open", "opened", "new"],
    ...["failing", "no data", "down alert", "monitor is down"],
  ],
};

const actionByPhrase = new Map(
  (["resolve", "acknowledge", "trigger"] as const).flatMap((action) =>
    phrases[action].map((phrase): [string, Action] => [phrase, action]),
  ),
);

function markOf(phrase: string): Mark | undefined {
  const action = actionByPhrase.get(phrase.toLowerCase());
  return action && { action };
}

/** Of the words for a severity, those that begin a subject without being meant otherwise. */
const plainSeverity =
  /^(?:critical|crit|fatal|emergency|disaster|error|warning|warn|information|info|notice|(?:p|sev)[0-5])$/i;

function severityMark(word: string): Mark | undefined {
  const severity = severityOf(word);
  return severity && { severity };
}
