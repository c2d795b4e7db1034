/** The text of a whole page of HTML, such as a mail, with a line for each block. Linear in its length, whatever it holds. */
export function linesOfHtml(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replace(/<(style|script|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, "")
    .replace(/\s+/g, " ")
    .replace(/<(?:br|hr|\/?(?:p|div|li|tr|table|h[1-6]|blockquote|pre))\b[^<>]*>/gi, "\n")
    .replace(/<\/t[dh]\b[^<>]*>/gi, " ")
    .replace(/<\/?[a-z!][^<>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, meantBy)
    .split("\n")
    .flatMap((line) => line.replace(/\s+/g, " ").trim() || [])
    .join("\n");
}

const named: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", amp: "&" };

function meantBy(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? entity;
  const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : entity;
}
