import { Plus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { ChannelLogo } from "#components/destination/channel-logo";

type Props = { id: string; name: string; icon?: string | undefined; description: string; href: Route };

/** A channel that can be added. */
export function ChannelTile({ id, name, icon, description, href }: Props) {
  return (
    <article className="relative flex min-w-0 items-start gap-3 self-start rounded-md border border-edge border-dashed p-4 transition-colors hover:bg-hover">
      <ChannelLogo id={id} icon={icon} name={name} muted />
      <div className="min-w-0 flex-1">
        <h3 className="font-medium text-base">
          <Link
            href={href}
            data-row-link
            className="outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent-text"
          >
            Add {name} integration
          </Link>
        </h3>
        <p className="text-muted text-sm">{description}</p>
      </div>
      <Plus aria-hidden className="size-4 shrink-0 text-muted" />
    </article>
  );
}
