/** The part of Markdown that setup steps are written in. Pure; what draws it is components/setup-text.tsx. */
export type Block =
  | { kind: "paragraph"; text: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Block[][] }
  | { kind: "code"; language: string; text: string };

export type Inline =
  | { kind: "text" | "code" | "strong" | "emphasis"; text: string }
  | { kind: "link"; text: string; href: string };

/** Reads paragraphs, nested lists, fenced code, `code`, **strong**, *emphasis* and [links](https://…). Anything else is text. */
export function blocksOf(markdown: string): Block[] {
  return readBlocks(markdown.split("\n"));
}

const fence = /^```(\w*)\s*$/;
const item = /^(?:(\d+)\.|[-*])\s+/;

function readBlocks(lines: string[]): Block[] {
  const blocks: Block[] = [];
  let rest = lines;
  while (rest.length > 0) {
    const [line = "", ...after] = rest;
    const { block, length } = line.trim() === "" ? { block: null, length: 1 } : readBlock(line, after);
    if (block) blocks.push(block);
    rest = rest.slice(length);
  }
  return blocks;
}

function readBlock(line: string, after: string[]): { block: Block; length: number } {
  const language = fence.exec(line)?.[1];
  if (language !== undefined) return readCode(language, after);
  return item.test(line) ? readList([line, ...after]) : readParagraph([line, ...after]);
}

function readCode(language: string, after: string[]): { block: Block; length: number } {
  const end = after.findIndex((line) => fence.test(line));
  const code = end < 0 ? after : after.slice(0, end);
  return { block: { kind: "code", language, text: code.join("\n") }, length: code.length + 2 };
}

function readList(lines: string[]): { block: Block; length: number } {
  const isOrdered = /^\d/.test(lines[0] ?? "");
  const isOther = (line: string) => /^\S/.test(line) && !(item.test(line) && /^\d/.test(line) === isOrdered);
  const end = lines.findIndex(isOther);
  const own = end < 0 ? lines : lines.slice(0, end);
  return { block: { kind: "list", isOrdered, items: itemsOf(own).map(readBlocks) }, length: own.length };
}

/** The lines of each item, its marker and indent taken off. */
function itemsOf(lines: string[]): string[][] {
  const items: string[][] = [];
  let indent = 0;
  for (const line of lines) {
    const marker = item.exec(line)?.[0];
    if (marker) indent = marker.length;
    if (marker) items.push([line.slice(indent)]);
    else items.at(-1)?.push(line.slice(Math.min(indent, line.search(/\S|$/))));
  }
  return items;
}

function readParagraph(lines: string[]): { block: Block; length: number } {
  const end = lines.findIndex((line, at) => line.trim() === "" || (at > 0 && (fence.test(line) || item.test(line))));
  const own = end < 0 ? lines : lines.slice(0, end);
  return {
    block: { kind: "paragraph", text: inlinesOf(own.map((line) => line.trim()).join(" ")) },
    length: own.length,
  };
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(((?:https?:\/\/|\/)[^)\s]+)\)/g;

function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(marked)) {
    if (match.index > from) inlines.push({ kind: "text", text: text.slice(from, match.index) });
    inlines.push(inlineOf(match));
    from = match.index + match[0].length;
  }
  return from < text.length ? [...inlines, { kind: "text", text: text.slice(from) }] : inlines;
}

function inlineOf([whole, code, strong, emphasis, label, href]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis };
  return { kind: "link", text: label ?? whole, href: href ?? "" };
}
