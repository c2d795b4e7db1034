import { Mail, Webhook } from "lucide-react";
import { twMerge } from "tailwind-merge";
import { SourceLogo } from "#components/ui/source-logo";

type Props = { id: string; name: string; icon?: string | undefined; muted?: boolean };

/** What belongs to no vendor has a sign of its own. */
const signs: Record<string, typeof Webhook> = { webhook: Webhook, email: Mail };

/** The mark of a channel: the vendor's logo, a sign, or its initials. */
export function ChannelLogo({ id, name, icon, muted = false }: Props) {
  const Sign = signs[id];
  const colour = muted ? "text-muted" : "text-ink";
  if (!Sign) return <SourceLogo icon={icon} name={name} className={colour} />;
  return (
    <span
      aria-hidden="true"
      className={twMerge(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md border bg-surface",
        colour,
      )}
    >
      <Sign className="size-4.5" strokeWidth={1.75} />
    </span>
  );
}
