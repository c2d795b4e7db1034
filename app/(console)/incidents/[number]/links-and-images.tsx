import { ExternalLink } from "lucide-react";
import { OutsideLink } from "#components/ui/text-link";
import type { Incident } from "#lib/browser/incident";

/** What the sender gave to look at. Only web addresses become links: a sender is not trusted with anything else. */
export function LinksAndImages({ links, images }: Pick<Incident, "links" | "images">) {
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
      {images.some((image) => isWebAddress(image.src)) && (
        <ul className="flex flex-wrap gap-3">
          {images
            .filter((image) => isWebAddress(image.src))
            .map((image) => (
              <li key={image.src}>
                <a
                  href={image.href && isWebAddress(image.href) ? image.href : image.src}
                  target="_blank"
                  rel="noopener noreferrer nofollow"
                >
                  {/* biome-ignore lint/performance/noImgElement: the sender's picture, which our server must not fetch */}
                  <img
                    src={image.src}
                    alt={image.alt ?? "Picture sent with the alert"}
                    loading="lazy"
                    referrerPolicy="no-referrer"
                    className="max-h-64 rounded-md border bg-sunken"
                  />
                </a>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

const isWebAddress = (address: string) => /^https?:\/\//i.test(address);
