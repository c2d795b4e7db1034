"use client";

import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { isTakenKey } from "#lib/browser/keys";

/** Rows below it that carry `data-row-link` on their link: j and k move the focus from one to the next, Enter follows it. */
export function RowKeys({ children, className }: { children: ReactNode; className?: string }) {
  const area = useRef<HTMLDivElement>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTakenKey(event)) return;
    const by = steps[event.key];
    if (!by || !area.current) return;
    event.preventDefault();
    moveFocus(area.current, by);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  return (
    <div ref={area} className={className}>
      {children}
    </div>
  );
}

const steps: Record<string, 1 | -1> = { j: 1, k: -1 };

function moveFocus(area: HTMLElement, by: 1 | -1): void {
  const links = [...area.querySelectorAll<HTMLElement>("[data-row-link]")];
  const at = links.findIndex((link) => link.matches(":focus"));
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
