import { twMerge } from "tailwind-merge";
import { CopyButton } from "#components/ui/copy-button";
import { lineId } from "./body-lines";

type Props = {
  text: string;
  wrap: boolean;
  /** Lines that links of this page lead to, in any order. */
  marked: number[];
};

/** The body, in which a link can lead to a line and shows it. */
export function MarkedBody({ text, wrap, marked }: Props) {
  return (
    <figure aria-label="the body" className="relative min-w-0 rounded-md border bg-sunken">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className={twMerge(
          "max-h-[32rem] overflow-auto p-3 pr-12 text-xs leading-5 focus-visible:-outline-offset-2",
          wrap && "whitespace-pre-wrap break-all",
        )}
      >
        <code>
          {piecesOf(text, marked).map(({ line, text }) =>
            line === null ? (
              text
            ) : (
              <mark
                key={line}
                id={lineId(line)}
                className="-mr-1 -ml-1.5 scroll-my-16 rounded-sm border-transparent border-l-2 bg-transparent px-1 text-inherit target:border-accent target:bg-accent-soft"
              >
                {text}
              </mark>
            ),
          )}
        </code>
      </pre>
      <CopyButton text={text} label="Copy the body" className="absolute top-1.5 right-1.5 bg-sunken" />
    </figure>
  );
}

type Piece = { line: number | null; text: string };

/** The text cut before and behind each marked line; what lies between two of them is one piece. */
function piecesOf(text: string, marked: number[]): Piece[] {
  const wanted = new Set(marked);
  return text.split("\n").reduce<Piece[]>((pieces, lineText, line) => {
    const end = `${lineText}\n`;
    const last = pieces.at(-1);
    if (wanted.has(line)) pieces.push({ line, text: lineText }, { line: null, text: "\n" });
    else if (last?.line === null) last.text += end;
    else pieces.push({ line: null, text: end });
    return pieces;
  }, []);
}
