import { type Comparison, type Field, type Query, queryFields } from "#lib/opsgenie/query-fields";
import { Refusal } from "#lib/refusal";

const otherNames: Record<string, Field> = { tags: "tag", id: "alertId", teams: "responders", detailsvalue: "details" };
const byName = new Map([
  ...queryFields.map((field): [string, Field] => [field.toLowerCase(), field]),
  ...Object.entries(otherNames),
]);

const longest = 1_000;

/** Reads a search as people type it into Opsgenie: fields, words, AND, OR, NOT, brackets. Pure; refuses what it cannot read. */
export function queryOf(text: string): Query {
  if (text.length > longest) throw wrong(`It is longer than ${longest} characters.`);
  const reader: Reader = { tokens: tokensOf(text), at: 0 };
  if (reader.tokens.length === 0) return { kind: "all", of: [] };
  const query = anyOf(reader, undefined);
  const left = reader.tokens[reader.at];
  if (left) throw wrong(`"${left.text}" stands where it cannot.`);
  return query;
}

type Token = { kind: "open" | "close" | "word" | "quoted" | "comparison"; text: string };
type Reader = { tokens: Token[]; at: number };
/** Brackets behind a field hold several values of it. */
type Within = { field: Field; detail: string } | undefined;

const token = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|(>=|<=|!=|[:=<>])|([^\s()":=<>!]+(?:!(?!=)[^\s()":=<>!]*)*))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const [, bracket, quoted, comparison, word] = token.exec(text) ?? [];
    if (bracket) tokens.push({ kind: bracket === "(" ? "open" : "close", text: bracket });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/g, "$1") });
    else if (comparison) tokens.push({ kind: "comparison", text: comparison });
    else if (word) tokens.push({ kind: "word", text: word });
    else throw wrong(`It cannot be read from "${text.slice(from).trim().slice(0, 20)}" on.`);
  }
  return tokens;
}

function anyOf(reader: Reader, within: Within): Query {
  const of = [allOf(reader, within)];
  while (takesWord(reader, "OR")) of.push(allOf(reader, within));
  const [only] = of;
  return only && of.length === 1 ? only : { kind: "any", of };
}

// Two conditions side by side must both hold, as with AND between them.
function allOf(reader: Reader, within: Within): Query {
  const of = [oneOf(reader, within)];
  while (takesWord(reader, "AND") || startsAnother(reader)) of.push(oneOf(reader, within));
  const [only] = of;
  return only && of.length === 1 ? only : { kind: "all", of };
}

function startsAnother({ tokens, at }: Reader): boolean {
  const next = tokens[at];
  return next !== undefined && next.kind !== "close" && !(next.kind === "word" && /^or$/i.test(next.text));
}

function oneOf(reader: Reader, within: Within): Query {
  if (takesWord(reader, "NOT")) return { kind: "not", of: oneOf(reader, within) };
  const next = take(reader);
  if (next?.kind === "open") return bracketed(reader, within);
  if (next?.kind !== "word" && next?.kind !== "quoted")
    throw wrong(next ? `"${next.text}" stands where it cannot.` : "It ends too early.");
  const isField = !within && next.kind === "word" && reader.tokens[reader.at]?.kind === "comparison";
  if (isField) return condition(reader, next.text);
  return within ? { kind: "field", ...within, is: "=", value: next.text } : { kind: "text", text: next.text };
}

function bracketed(reader: Reader, within: Within): Query {
  const query = anyOf(reader, within);
  if (take(reader)?.kind !== "close") throw wrong("A bracket is not closed.");
  return query;
}

function condition(reader: Reader, name: string): Query {
  const { field, detail } = fieldOf(name);
  const is = comparisonOf(take(reader)?.text);
  const value = take(reader);
  if (value?.kind === "open" && is === "=") return bracketed(reader, { field, detail });
  if (value?.kind !== "word" && value?.kind !== "quoted") throw wrong(`${name} lacks a value.`);
  return { kind: "field", field, detail, is, value: wholeValue(reader, value) };
}

/** A value such as 2026-11-21T08:00:00Z is cut at its colons; here it becomes whole again. */
function wholeValue(reader: Reader, { kind, text }: Token): string {
  let value = text;
  while (kind === "word" && /^\S*\d$/.test(value) && reader.tokens[reader.at]?.text === ":") {
    const more = reader.tokens[reader.at + 1];
    if (more?.kind !== "word" || !/^\d/.test(more.text)) break;
    value += `:${more.text}`;
    reader.at += 2;
  }
  return value;
}

function fieldOf(name: string): { field: Field; detail: string } {
  const [, detail] = /^details\.(.+)$/i.exec(name) ?? [];
  if (detail) return { field: "details", detail };
  const field = byName.get(name.toLowerCase());
  if (field) return { field, detail: "" };
  throw wrong(`${name} is no field that can be searched. Quote the text if you meant its words.`);
}

function comparisonOf(text: string | undefined): Comparison {
  if (text === ":") return "=";
  return comparisons.find((one) => one === text) ?? "=";
}

const comparisons: Comparison[] = ["=", "!=", ">", ">=", "<", "<="];

function take(reader: Reader): Token | undefined {
  return reader.tokens[reader.at++];
}

function takesWord(reader: Reader, word: string): boolean {
  const next = reader.tokens[reader.at];
  const isIt = next?.kind === "word" && next.text.toUpperCase() === word;
  if (isIt) reader.at++;
  return isIt;
}

const wrong = (message: string) =>
  new Refusal("invalid", "Query is not processable. Please check the errors.", { fields: { query: message } });
