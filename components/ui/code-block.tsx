import { twMerge } from "tailwind-merge";
import { CopyButton } from "#components/ui/copy-button";

type Props = {
  code: string;
  /** What it is, for readers and above the block: "alertmanager.yml". */
  label: string;
  /** Draws the label above the code. */
  titled?: boolean;
  wrap?: boolean;
  className?: string;
};

/** Code or a payload in its own type, with a copy button. */
export function CodeBlock({ code, label, titled = false, wrap = false, className }: Props) {
  return (
    <figure aria-label={label} className={twMerge("relative min-w-0 rounded-md border bg-sunken", className)}>
      {titled && <figcaption className="border-b px-3 py-1.5 font-mono text-muted text-xs">{label}</figcaption>}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className={twMerge(
          "max-h-96 overflow-auto p-3 pr-12 text-xs leading-5 focus-visible:-outline-offset-2",
          wrap && "whitespace-pre-wrap break-all",
        )}
      >
        <code>{code}</code>
      </pre>
      <CopyButton
        text={code}
        label={`Copy ${label}`}
        className={twMerge("absolute right-1.5 bg-sunken", titled ? "top-10" : "top-1.5")}
      />
    </figure>
  );
}
