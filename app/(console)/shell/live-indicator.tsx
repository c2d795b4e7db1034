"use client";

import { useLiveState } from "#components/live-provider";
import { Button } from "#components/ui/button";
import { Time } from "#components/ui/time";
import { Tooltip } from "#components/ui/tooltip";

/** Whether what is on screen is current, and if not, since when. */
export function LiveIndicator() {
  const state = useLiveState();
  if (state.name === "reconnecting") {
    return (
      <output className="inline-flex items-center gap-1.5 whitespace-nowrap rounded-full bg-acknowledged-soft px-2 py-0.5 font-medium text-acknowledged text-xs">
        <span
          aria-hidden
          className="size-2 rounded-full border-2 border-current border-t-transparent motion-safe:animate-spin"
        />
        <span>
          Reconnecting<span className="max-sm:hidden">. Last updated </span>
          <Time at={state.since} as="short" className="max-sm:hidden" />
        </span>
      </output>
    );
  }
  if (state.name === "signed out") {
    return (
      <output className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-triggered text-xs">
        Signed out
        <Button size="small" onClick={() => location.reload()}>
          Sign in
        </Button>
      </output>
    );
  }
  const { label, hint, dot } = looks[state.name];
  return (
    <Tooltip text={hint} side="bottom">
      <output className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted text-xs">
        <span aria-hidden className={`size-2 rounded-full ${dot}`} />
        <span className="max-sm:sr-only">{label}</span>
      </output>
    </Tooltip>
  );
}

const looks = {
  connecting: { label: "Connecting", hint: "Opening the stream of changes.", dot: "border border-edge" },
  connected: { label: "Live", hint: "Changes appear here without reloading.", dot: "bg-resolved" },
  polling: {
    label: "Every 30 s",
    hint: "Too many browsers are open for live updates. This page refreshes every 30 seconds.",
    dot: "border border-resolved",
  },
};
