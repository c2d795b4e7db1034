import { ExternalLink } from "lucide-react";
import { OutsideLink } from "#components/ui/text-link";
import type { Incident } from "#lib/browser/incident";
import { AlertImage } from "./alert-image";

/** What the sender gave to look at. Only web addresses become links: a sender is not trusted with anything else. */
export function LinksAndImages({ links, images }: Pick<Incident, "links" | "images">) {
  const shown = images.filter((image) => isWebAddress(image.src) && URL.canParse(image.src));
  return (
    <div className="flex flex-col gap-3">
      {links.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1.5 text-sm">
          {links.map((link) => (
            <li key={`${link.href} ${link.text}`} className="flex min-w-0 items-center gap-1.5">
              <ExternalLink aria-hidden className="size-3.5 shrink-0 text-muted" />
              {isWebAddress(link.href) ? (
                <OutsideLink href={link.href}>{link.text ?? link.href}</OutsideLink>
              ) : (
                <code className="text-xs">{link.href}</code>
              )}
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ul className="flex flex-wrap gap-3">
          {shown.map((image) => (
            <li key={image.src} className="min-w-0">
              <AlertImage
                image={image}
                host={new URL(image.src).host}
                href={image.href && isWebAddress(image.href) ? image.href : image.src}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const isWebAddress = (address: string) => /^https?:\/\//i.test(address);
