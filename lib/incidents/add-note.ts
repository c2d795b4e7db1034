import type { By } from "#lib/change/change";
import { changeIncident, type Verdict } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";
import { cleanText } from "#lib/text";

const longest = 25_000;

/** Writes a note into the incident's timeline, whatever its state. */
export async function addNote(id: string, text: string, by: By): Promise<Verdict> {
  const clean = cleanText(text);
  const problem = whatIsWrongWith(clean);
  if (problem) throw new Refusal("invalid", problem, { fields: { text: problem } });
  return changeIncident(id, { kind: "noted", set: {}, details: { text: clean } }, by);
}

function whatIsWrongWith(text: string): string | undefined {
  if (text === "") return "The note is empty. Write something first.";
  if (text.length > longest)
    return `A note can have ${longest.toLocaleString("en")} characters; this one has ${text.length.toLocaleString("en")}.`;
}
