import { twMerge } from "tailwind-merge";
import { initials } from "#lib/format";

/** A person as initials; the name on hover and for readers. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      title={name}
      className={twMerge(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-[10px] text-accent-text",
        className,
      )}
    >
      <span aria-hidden="true">{initials(name)}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
}
