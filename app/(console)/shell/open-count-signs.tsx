"use client";

import { useEffect } from "react";
import { countText, useIncidentCounts } from "./incident-counts";

/** Shows the count of open incidents in the title and in the favicon, where it is seen while another window is in front. */
export function OpenCountSigns() {
  const { open } = useIncidentCounts();
  useEffect(() => keepTitle(open), [open]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (icon) icon.href = open > 0 ? badgedIcon(open) : "/favicon.svg";
  }, [open]);
  return null;
}

// Next writes the title with each page, so the count is put back each time it was written.
function keepTitle(open: number): () => void {
  function write() {
    const bare = document.title.replace(/^\(\d+\+?\) /, "");
    const wanted = open > 0 ? `(${countText(open)}) ${bare}` : bare;
    if (document.title !== wanted) document.title = wanted;
  }
  write();
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

function badgedIcon(open: number): string {
  const text = open > 99 ? "99" : String(open);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="rgb(191,38,28)"/><text x="16" y="23" font-family="system-ui,sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="white">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
