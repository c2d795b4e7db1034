import { expect, test } from "vitest";
import { type Block, blocksOf } from "#lib/markdown";

const paragraph = (text: string): Block => ({ kind: "paragraph", text: [{ kind: "text", text }] });

test("lines of a paragraph run on, a blank line ends it", () => {
  expect(blocksOf("one\n  two\n\nthree")).toEqual([paragraph("one two"), paragraph("three")]);
});

test("a list has items, and items have paragraphs and code of their own", () => {
  const text = "1. Add this:\n\n   ```yaml\n   a:\n     - b\n   ```\n\n2. Reload\n   it.\n\nDone.";
  expect(blocksOf(text)).toEqual([
    {
      kind: "list",
      isOrdered: true,
      items: [
        [paragraph("Add this:"), { kind: "code", language: "yaml", text: "a:\n  - b" }],
        [paragraph("Reload it.")],
      ],
    },
    paragraph("Done."),
  ]);
});

test("bullets nest", () => {
  expect(blocksOf("- a\n  - b\n- c")).toEqual([
    {
      kind: "list",
      isOrdered: false,
      items: [[paragraph("a"), { kind: "list", isOrdered: false, items: [[paragraph("b")]] }], [paragraph("c")]],
    },
  ]);
});

test("bullets after numbers are another list", () => {
  expect(blocksOf("1. a\n- b").map((block) => block.kind === "list" && block.isOrdered)).toEqual([true, false]);
});

test("code is kept to the letter, also when its fence is never closed", () => {
  expect(blocksOf("```\n\n**a**  \n1. b\n```\nc")).toEqual([
    { kind: "code", language: "", text: "\n**a**  \n1. b" },
    paragraph("c"),
  ]);
  expect(blocksOf("```sh\na")).toEqual([{ kind: "code", language: "sh", text: "a" }]);
});

test("marks within a line", () => {
  expect(
    blocksOf("Open **Settings → Hooks**, paste `{url}`, see *Last requests* or [the docs](https://example.com/a)."),
  ).toEqual([
    {
      kind: "paragraph",
      text: [
        { kind: "text", text: "Open " },
        { kind: "strong", text: "Settings → Hooks" },
        { kind: "text", text: ", paste " },
        { kind: "code", text: "{url}" },
        { kind: "text", text: ", see " },
        { kind: "emphasis", text: "Last requests" },
        { kind: "text", text: " or " },
        { kind: "link", text: "the docs", href: "https://example.com/a" },
        { kind: "text", text: "." },
      ],
    },
  ]);
});

test.each(["2 * 3 * 4", "a [b] c", "[x](javascript:alert(1))", "<b>bold</b>", "a `b"])("%s is text", (text) => {
  expect(blocksOf(text)).toEqual([paragraph(text)]);
});
