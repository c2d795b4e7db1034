import { CircleCheck, CircleSlash } from "lucide-react";
import { twMerge } from "tailwind-merge";

/** Whether an integration is on: a green tick or a grey slash, with its word. */
export function EnabledMark({ enabled, className }: { enabled: boolean; className?: string }) {
  const Icon = enabled ? CircleCheck : CircleSlash;
  return (
    <span
      className={twMerge(
        "inline-flex shrink-0 items-center gap-1 whitespace-nowrap text-sm",
        enabled ? "text-resolved" : "text-suppressed",
        className,
      )}
    >
      <Icon aria-hidden className="size-4" />
      {enabled ? "Enabled" : "Disabled"}
    </span>
  );
}
