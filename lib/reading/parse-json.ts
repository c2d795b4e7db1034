import { endOfString } from "#lib/reading/end-of-string";

/**
 * JSON.parse, where a number that a double cannot hold is the text of its digits, as they were sent: ids of 64 bits keep
 * the last of them. Equal numbers stay equal however they are written: 1.0 is 1.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return mayHoldLongNumber.test(text) ? JSON.parse(withLongNumbersQuoted(text)) : value;
}

/** JSON text laid out over lines, without a change to its long numbers. Throws where it is no JSON. */
export function layOut(text: string): string {
  const value: unknown = JSON.parse(text);
  if (!mayHoldLongNumber.test(text)) return JSON.stringify(value, null, 2);
  const marked: unknown = JSON.parse(withLongNumbersQuoted(text, mark));
  return JSON.stringify(marked, null, 2).replaceAll(markedNumber, "$1");
}

// A character for private use, so that a text is not taken for a number.
const mark = "\ue000";
const markedNumber = new RegExp(`"${mark}([^"]*)"`, "g");

// Asked of every body, and nearly always no: an id of 16 digits is the shortest that a double may change.
const mayHoldLongNumber = /[:,[\s]-?(?:[\d.]{16}|[\d.]+e)/i;

// Written by hand, as a reviver that is told the digits takes a second for a megabyte of small numbers.
function withLongNumbersQuoted(text: string, before = ""): string {
  let done = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = endOfString(text, at);
    else if (isNumeric(unit)) {
      const end = endOfNumber(text, at);
      const digits = text.slice(at, end);
      if (isLong(digits)) {
        done += `${text.slice(from, at)}"${before}${digits}"`;
        from = end;
      }
      at = end - 1;
    }
  }
  return done + text.slice(from);
}

const quote = 0x22;
const isNumeric = (unit: number): boolean => unit === 0x2d || (unit >= 0x30 && unit <= 0x39);

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isInNumber(text.charCodeAt(end))) end++;
  return end;
}

/** A digit, or one of . + - e E. */
const isInNumber = (unit: number): boolean =>
  (unit >= 0x30 && unit <= 0x39) || unit === 0x2e || unit === 0x2b || unit === 0x2d || (unit | 0x20) === 0x65;

/** Fewer digits than these a double always holds. */
const fewestLong = 16;
const longestCompared = 40;

/** Would the number read otherwise, once it was a double? */
function isLong(digits: string): boolean {
  if (digits.length > longestCompared) return true;
  if (digits.length < fewestLong && !/e/i.test(digits)) return false;
  const number = Number(digits);
  return Math.abs(number) > Number.MAX_SAFE_INTEGER || inOneForm(digits) !== inOneForm(String(number));
}

/** The same text for 150, 150.0 and 1.5e2: what is not zero of the digits, and where they begin. */
function inOneForm(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const begins = digits.length - fraction.length + Number(exponent);
  const significant = digits.replace(/0+$/, "");
  return significant === "" ? "0" : `${sign}${significant}e${begins}`;
}

const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
