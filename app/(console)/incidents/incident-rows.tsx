"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Incident } from "#lib/browser/incident";

/** Past this many rows only those in sight are drawn. */
const mostDrawn = 200;
const rowPx = 41;
const cardPx = 144;

type Props = {
  incidents: Incident[];
  /** The row that must be drawn, -1 for none. */
  cursorAt: number;
  children: (incident: Incident) => ReactNode;
};

/** The rows; of a long list only those in sight. */
export function IncidentRows({ incidents, cursorAt, children }: Props) {
  if (incidents.length > mostDrawn)
    return (
      <RowsInSight incidents={incidents} cursorAt={cursorAt}>
        {children}
      </RowsInSight>
    );
  return <ul aria-label="Incidents">{incidents.map(children)}</ul>;
}

function RowsInSight({ incidents, cursorAt, children }: Props) {
  // The virtualizer changes inside while it stays the same object, which the compiler cannot see.
  "use no memo";
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: incidents.length,
    estimateSize: () => (window.matchMedia("(min-width: 768px)").matches ? rowPx : cardPx),
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => incidents[index]?.id ?? index,
  });
  const inSight = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    const isDrawn = virtualizer.getVirtualItems().some(({ index }) => index === cursorAt);
    if (cursorAt >= 0 && !isDrawn) virtualizer.scrollToIndex(cursorAt);
  }, [cursorAt, virtualizer]);
  return (
    <ul ref={list} aria-label="Incidents" className="relative" style={{ height: virtualizer.getTotalSize() }}>
      <div
        role="presentation"
        className="absolute inset-x-0 top-0"
        style={{ transform: `translateY(${(inSight[0]?.start ?? top) - top}px)` }}
      >
        {inSight.map((entry) => {
          const incident = incidents[entry.index];
          return (
            incident && (
              <div key={entry.key} role="presentation" data-index={entry.index} ref={virtualizer.measureElement}>
                {children(incident)}
              </div>
            )
          );
        })}
      </div>
    </ul>
  );
}
