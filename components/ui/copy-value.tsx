import { twMerge } from "tailwind-merge";
import { CopyButton } from "#components/ui/copy-button";

/** An id, URL or command with its copy button. `label` says what it is: "Webhook URL". */
export function CopyValue({ value, label, className }: { value: string; label: string; className?: string }) {
  return (
    <div className={twMerge("flex min-w-0 items-center gap-1 rounded-md border bg-sunken py-1 pr-1 pl-2.5", className)}>
      <code className="min-w-0 flex-1 break-all text-sm">{value}</code>
      <CopyButton text={value} label={`Copy ${label}`} />
    </div>
  );
}
