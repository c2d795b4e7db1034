import { linesOfHtml } from "#lib/reading/lines-of-html";
import { firstText, textOf } from "#lib/reading/text-of";

/** A mail, whoever took it in. */
export type Mail = {
  subject: string;
  text: string;
  /** The From header as it stands, and the address in it. */
  from: string;
  address: string;
  to: string | undefined;
  /** Where bounces go: empty for mail that is a bounce itself, undefined where it was not told. */
  returnPath: string | undefined;
  /** The first header of a name, which is in lower case. */
  header(name: string): string | undefined;
};

type Fields = Record<string, unknown>;

/** The mail in the fields of Mailgun's routes, of SendGrid's Inbound Parse, or of our own listener; undefined when there is none. */
export function mailIn(fields: Fields): Mail | undefined {
  const headers = headersOf(fields);
  const subject = writtenIn(fields.subject) ?? headers.get("subject") ?? "";
  const from = writtenIn(fields.from) ?? headers.get("from") ?? writtenIn(fields.sender) ?? "";
  const text = textIn(fields);
  if (subject === "" && text === "") return undefined;
  return {
    subject,
    text,
    from,
    address: addressIn(from),
    to: writtenIn(fields.to) ?? headers.get("to") ?? writtenIn(fields.recipient),
    returnPath: returnPathOf(fields),
    header: (name) => headers.get(name),
  };
}

/** The address in "Name <address>", in lower case. */
export function addressIn(text: string): string {
  const [, inBrackets] = /<([^<>\s]{1,320})>\s*$/.exec(text) ?? [];
  return (inBrackets ?? text.trim()).toLowerCase().slice(0, 320);
}

// What a person wrote may look like JSON, and then intake has read it as such.
function writtenIn(value: unknown): string | undefined {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : textOf(value);
}

// Without quotes and signature, then all of it, then what the HTML says.
function textIn(fields: Fields): string {
  const plain = [fields["stripped-text"], fields["body-plain"], fields.text].map(writtenIn).find(Boolean);
  return plain ?? linesOfHtml(firstText(fields["body-html"], fields.html)?.slice(0, longestHtml) ?? "");
}

const longestHtml = 200_000;

function returnPathOf({ sender, envelope }: Fields): string | undefined {
  const told = typeof sender === "string" ? sender : isFields(envelope) ? envelope.from : undefined;
  return typeof told === "string" ? told.trim().replace(/^<>$/, "") : undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Mailgun sends headers as pairs and as fields of their own, SendGrid as one text, our listener as an object. */
function headersOf(fields: Fields): Map<string, string> {
  const { "message-headers": pairs, headers } = fields;
  const found = [
    ...(Array.isArray(pairs) ? pairs.filter((pair) => Array.isArray(pair)) : []),
    ...(typeof headers === "string" ? headerLines(headers) : []),
    ...(isFields(headers) ? Object.entries(headers) : []),
    ...Object.entries(fields),
  ];
  const first = new Map<string, string>();
  for (const [name, value] of found) {
    const text = textOf(value);
    const key = textOf(name)?.toLowerCase();
    if (key !== undefined && text !== undefined && !first.has(key)) first.set(key, text);
  }
  return first;
}

const headerLines = (text: string): string[][] =>
  text
    .slice(0, 100_000)
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]);
