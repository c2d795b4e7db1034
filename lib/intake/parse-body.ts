import { multipartFields } from "#lib/intake/multipart";
import { isTooDeep, maxDepth } from "#lib/intake/nesting";
import { parseJson } from "#lib/reading/parse-json";

export type ParsedBody = { value: unknown } | { problem: string };

/**
 * Reads a body by what is in it; senders are not to be trusted with the Content-Type. JSON, several JSON objects a line
 * each, forms (also with the JSON in a field), multipart and, without a body, the query.
 */
export function parseBody(body: Uint8Array, contentType: string, query: string): ParsedBody {
  if (body.length === 0) return parseQuery(query);
  const text = decoded(body, contentType);
  if (text === undefined) return { problem: "The body is not UTF-8. Send it as UTF-8 encoded JSON." };
  const start = text.trimStart();
  if (start === "") return { problem: "The body is empty. Send the alert as JSON." };
  if (/^[{["]/.test(start)) return parseWhole(text);
  const fields = multipartFields(text, contentType) ?? formFields(start.trimEnd(), contentType);
  return fields ? parseFields(fields) : parseWhole(text);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const lenientUtf8 = new TextDecoder("utf-8");

/** Undefined when the bytes are not UTF-8. A byte order mark is left out. */
function decoded(body: Uint8Array, contentType: string): string | undefined {
  // Files among the fields, such as the pictures of a mail, are no text.
  if (/^multipart\//i.test(contentType)) return lenientUtf8.decode(body);
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

const ownParameter = /^(integration_?id|service_?id|(api_?|integration_?|routing_)?key|token)$/i;

function parseQuery(query: string): ParsedBody {
  const fields = [...new URLSearchParams(query)].filter(([name]) => !ownParameter.test(name));
  if (fields.length === 0) return { problem: "The request has no body. Send the alert as JSON, with POST." };
  return parseFields(fields);
}

function parseWhole(text: string): ParsedBody {
  if (isTooDeep(text)) return { problem: `The JSON is nested more than ${maxDepth} levels deep. Send it flatter.` };
  const whole = parsed(text);
  if ("value" in whole) return whole;
  return parsedLines(text) ?? { problem: `The body cannot be read as JSON: ${whole.problem}. Send one JSON object.` };
}

function parsed(text: string): ParsedBody {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Newline-delimited JSON: an object on each of at least two lines. */
function parsedLines(text: string): ParsedBody | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const [first = ""] = lines;
  if (lines.length < 2 || !isObject(parsed(first))) return undefined;
  const values: unknown[] = [];
  for (const [at, line] of lines.entries()) {
    const read = parsed(line);
    if ("problem" in read)
      return { problem: `Line ${at + 1} cannot be read as JSON: ${read.problem}. Send one JSON object a line.` };
    values.push(read.value);
  }
  return { value: values };
}

const isObject = (read: ParsedBody): boolean =>
  "value" in read && typeof read.value === "object" && read.value !== null;

/** The fields of a form: of one that is declared, or of a text that looks like one. */
function formFields(text: string, contentType: string): [string, string][] | undefined {
  const isDeclared = /x-www-form-urlencoded/i.test(contentType) && /^[^\s=&]+=/.test(text);
  const looksLikeOne = /^[\w.%+-]+=[^\s"<>]*$/.test(text);
  return isDeclared || looksLikeOne ? [...new URLSearchParams(text)] : undefined;
}

/** The JSON in the field `payload` or `data`, as GitHub and Uptime Kuma send it; else the fields themselves. */
function parseFields(fields: [string, string][]): ParsedBody {
  const whole = fields.find(([name, value]) => (name === "payload" || name === "data") && /^\s*[{[]/.test(value));
  if (whole) return parseWhole(whole[1]);
  return { value: Object.fromEntries(fields.map(([name, value]) => [name, fieldValue(value)])) };
}

/** A field that holds a JSON object or list is read as one, any other is text. */
function fieldValue(value: string): unknown {
  if (!/^\s*[{[]/.test(value) || isTooDeep(value)) return value;
  const read = parsed(value);
  return "value" in read ? read.value : value;
}
