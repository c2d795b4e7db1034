import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

type Props = { icon: ReactNode; title: string; children: ReactNode; action: string };

/** One way to go on, drawn inside the link or button that goes it. */
export function Tile({ icon, title, children, action }: Props) {
  return (
    <span className="flex h-full flex-col items-start gap-2 rounded-md border bg-surface p-4 text-left transition-colors hover:border-edge hover:bg-hover">
      <span
        aria-hidden
        className="flex size-8 items-center justify-center text-muted [&>svg]:size-6 [&>svg]:stroke-[1.5]"
      >
        {icon}
      </span>
      <span className="font-medium text-lg">{title}</span>
      <span className="text-muted text-sm">{children}</span>
      <span className="mt-auto flex items-center gap-1.5 pt-2 font-medium text-accent-text text-sm">
        {action}
        <ArrowRight aria-hidden className="size-4" />
      </span>
    </span>
  );
}
