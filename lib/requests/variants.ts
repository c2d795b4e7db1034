import type { Leaf } from "#lib/requests/leaves";

/** Other values to read in place of one: the first of the same form, then some that senders are known to say instead. */
export function variantsOf(value: Leaf["value"]): [Leaf["value"], ...Leaf["value"][]] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, ...numbers.filter((number) => number !== value)];
  return [textLike(value), ...saidInstead(value).filter((text) => text !== value)];
}

const numbers = [0, 1, 2, 3, 4, 5];
const words = [
  ...["resolved", "recovered", "ok", "closed", "up", "success", "open", "firing", "triggered", "failure"],
  ...["critical", "warning", "trigger", "acknowledge", "resolve"],
];
const opposites = new Map(
  [
    ["triggered", "recovered"],
    ["open", "close"],
    ["start", "end"],
    ["down", "up"],
    ["failed", "passed"],
    ["problem", "ok"],
    ["critical", "warning"],
  ].flatMap(([one = "", other = ""]) => [
    [one, other],
    [other, one],
  ]),
);

/** Another text that passes for the same kind of thing: a moment stays one, and so does a number. */
function textLike(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return text.replace(/^\d{4}/, text.startsWith("2016") ? "2020" : "2016");
  if (/^\d+(\.\d+)?$/.test(text)) return text.replace(/^\d/, (digit) => (digit === "9" ? "8" : `${Number(digit) + 1}`));
  return `${text}x`;
}

const longestWord = 40;

function saidInstead(text: string): string[] {
  if (/^\d$/.test(text)) return numbers.map(String);
  const turned = text.replace(/[a-z]+/gi, (word) => inTheCaseOf(word, opposites.get(word.toLowerCase()) ?? word));
  if (text.length <= longestWord && /^[a-z]+(?:[ ._-][a-z]+)*$/i.test(text))
    return [turned, ...words.map((word) => inTheCaseOf(text, word))];
  // What is long may be cut by the source, so that its end does not count.
  return text.length > longestWord && !isAddress(text) ? [turned, `x${text}`] : [turned];
}

const isAddress = (text: string) => /^[a-z]+:\/\//i.test(text);

function inTheCaseOf(text: string, word: string): string {
  if (text === text.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(text) ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
}
