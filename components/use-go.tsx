"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useLiveState } from "#components/live-provider";
import { notifyFailure } from "#components/ui/toast";
import { isReachable } from "#lib/browser/is-reachable";

/**
 * Goes to a page when it can be had. Next replaces the whole app by the browser's error page where it cannot,
 * and with it all that is still on screen.
 */
export function useGo(): { go: (href: Route) => Promise<void>; isDoubtful: () => boolean } {
  const router = useRouter();
  const { name } = useLiveState();
  const isDoubtful = () => !navigator.onLine || name === "reconnecting";
  async function go(href: Route) {
    if (isDoubtful() && !(await isReachable())) sayUnopened();
    else router.push(href);
  }
  return { go, isDoubtful };
}

/** Says that a page was not opened. */
export function sayUnopened(): void {
  notifyFailure(navigator.onLine ? "Cannot be opened: Tocsin does not answer" : "Cannot be opened without network", {
    description: "You’re still seeing the last loaded version.",
    key: "unopened",
  });
}
