"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { sayUnopened, useGo } from "#components/use-go";
import { addressPressed } from "#lib/browser/address-pressed";
import { isReachable } from "#lib/browser/is-reachable";

/** Keeps the app on screen when a page is opened and Tocsin cannot be reached. */
export function StayHere() {
  const { go, isDoubtful } = useGo();
  const router = useRouter();
  const hold = useEffectEvent((event: MouseEvent) => {
    const href = isDoubtful() ? addressPressed(event) : undefined;
    if (!href || new URL(href, location.href).pathname === location.pathname) return;
    event.preventDefault();
    // An address of a link that Next drew itself.
    void go(href as Route);
  });
  const takeBack = useEffectEvent((from: string, to: string) => {
    const isOpened = isUnfinished();
    // Nobody asked for a refresh, and its notice would lie over the one that has Retry.
    if (to === location.href && !isOpened) return;
    if (location.href !== from && isOpened) router.back();
    sayUnopened();
  });
  useEffect(() => {
    const onClick = (event: MouseEvent) => hold(event);
    // After a form that asks before it is left, and before Next.
    document.addEventListener("click", onClick, { capture: true });
    const stop = lookBeforeLeaving((from, to) => takeBack(from, to));
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      stop();
    };
  }, []);
  return null;
}

/** A page that was begun shows its skeleton, or nothing when that was not there yet; one that was to be refreshed is still whole. */
function isUnfinished(): boolean {
  const main = document.querySelector("main");
  // biome-ignore lint/performance/useDomNodeTextContent: the page that was left may stand there hidden.
  return !main?.innerText.trim() || main.querySelector("[role=status][aria-busy]") !== null;
}

/**
 * When Next cannot read a page it loads the address anew. That is held until Tocsin is known to answer; if not,
 * `onStay` hears the address from which the page was begun, and its own. Returns how to stop.
 */
function lookBeforeLeaving(onStay: (from: string, to: string) => void): () => void {
  if (!("navigation" in window)) return () => {};
  let from = location.href;
  let allowed: string | undefined;
  async function look(to: string, isReplacing: boolean) {
    if (!(await isReachable())) return onStay(from, to);
    allowed = to;
    if (isReplacing) location.replace(to);
    else location.assign(to);
  }
  function onNavigate(event: NavigateEvent) {
    const { destination, navigationType } = event;
    if (destination.sameDocument) {
      if (navigationType === "push") from = location.href;
      return;
    }
    const isByScript = !event.userInitiated && (navigationType === "push" || navigationType === "replace");
    if (!isByScript || !event.cancelable || event.formData || destination.url === allowed) return;
    event.preventDefault();
    void look(destination.url, navigationType === "replace");
  }
  window.navigation.addEventListener("navigate", onNavigate);
  return () => window.navigation.removeEventListener("navigate", onNavigate);
}
