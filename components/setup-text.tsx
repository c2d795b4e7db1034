import type { ReactNode } from "react";
import { CodeBlock } from "#components/ui/code-block";
import { OutsideLink } from "#components/ui/text-link";
import { type Block, blocksOf, type Inline } from "#lib/markdown";

/** Setup steps of a source or channel, written in Markdown, their values filled in already. */
export function SetupText({ markdown }: { markdown: string }) {
  return <div className="space-y-3 text-sm leading-6">{blocksOf(markdown).map(drawBlock)}</div>;
}

// What is drawn never changes its order, so its place is its key.
function drawBlock(block: Block, at: number): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <p key={at}>{block.text.map(drawInline)}</p>;
    case "code":
      return (
        <CodeBlock
          key={at}
          code={block.text}
          label={labels[block.language] ?? "the example"}
          wrap={!block.text.includes("\n")}
        />
      );
    case "list":
      return drawList(block, at);
  }
}

const labels: Record<string, string> = {
  bash: "the command",
  sh: "the command",
  yaml: "the configuration",
  json: "the JSON",
};

function drawList({ isOrdered, items }: Extract<Block, { kind: "list" }>, at: number): ReactNode {
  const List = isOrdered ? "ol" : "ul";
  return (
    <List key={at} className={`space-y-3 pl-5 marker:text-muted ${isOrdered ? "list-decimal" : "list-disc"}`}>
      {items.map((blocks, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <li key={place} className="min-w-0 space-y-2 pl-1">
          {blocks.map(drawBlock)}
        </li>
      ))}
    </List>
  );
}

function drawInline(inline: Inline, at: number): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "strong":
      return (
        <strong key={at} className="font-semibold">
          {inline.text}
        </strong>
      );
    case "emphasis":
      return <em key={at}>{inline.text}</em>;
    case "code":
      return (
        <code key={at} className="rounded-sm bg-sunken px-1 py-0.5 text-xs">
          {inline.text}
        </code>
      );
    case "link":
      return (
        <OutsideLink key={at} href={inline.href}>
          {inline.text}
        </OutsideLink>
      );
  }
}
