import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { Card } from "#components/ui/card";

type Props = { state: "done" | "now" | "later"; title: string; children?: ReactNode };

const words = { done: "Done", now: "Now", later: "Later" };

/** One step of the way, with a sign that it is behind, at hand or ahead. */
export function Step({ state, title, children }: Props) {
  return (
    <li aria-current={state === "now" ? "step" : undefined}>
      <Card
        className={twMerge(
          "flex gap-3 p-4",
          state === "now" && "border-accent-text",
          state === "later" && "border-dashed bg-transparent",
        )}
      >
        <span
          className={twMerge(
            "mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border",
            state === "done" && "border-transparent bg-resolved-soft text-resolved",
            state === "now" && "border-accent-text border-2",
          )}
        >
          {state === "done" && <Check aria-hidden className="size-3.5" />}
          <span className="sr-only">{words[state]}:</span>
        </span>
        <div className="min-w-0 flex-1">
          <h2 className={twMerge("font-medium text-base", state === "later" && "text-muted")}>{title}</h2>
          {state !== "later" && children && <div className="mt-1 text-muted text-sm">{children}</div>}
        </div>
      </Card>
    </li>
  );
}
