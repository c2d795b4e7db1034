"use client";

import { Image as ImageIcon, ImageOff } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { OutsideLink } from "#components/ui/text-link";
import type { Incident } from "#lib/browser/incident";

type Props = { image: Incident["images"][number]; host: string; href: string };

// The button that had the focus is gone.
const focus = (link: HTMLAnchorElement | null) => link?.focus();

/** A picture an alert names. It is loaded when somebody asks for it: its server learns who looks, and when. */
export function AlertImage({ image, host, href }: Props) {
  const [state, setState] = useState<"hidden" | "shown" | "unreachable">("hidden");
  const description = image.alt ?? "Image sent with the alert";
  if (state === "shown")
    return (
      <a ref={focus} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {/* biome-ignore lint/performance/noImgElement: the sender's picture, which our server must not fetch */}
        <img
          src={image.src}
          alt={description}
          referrerPolicy="no-referrer"
          onError={() => setState("unreachable")}
          className="max-h-64 rounded-md border bg-sunken"
        />
      </a>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {state === "hidden" ? (
        <Button size="small" onClick={() => setState("shown")}>
          <ImageIcon aria-hidden />
          Show image from {host}
        </Button>
      ) : (
        <span role="status" className="flex items-center gap-1.5 text-muted">
          <ImageOff aria-hidden className="size-4 shrink-0" />
          Image not reachable: {host}
        </span>
      )}
      <OutsideLink href={href}>{image.alt ?? "Open in a new tab"}</OutsideLink>
    </div>
  );
}
