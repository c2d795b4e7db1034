"use client";

import { useLiveState } from "#components/live-provider";
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
          Reconnecting<span className="max-sm:hidden">, stale since </span>
          <Time at={state.since} as="short" className="max-sm:hidden" />
        </span>
      </output>
    );
  }
  const live = state.name === "connected";
  return (
    <Tooltip text={live ? "Changes appear here without reloading." : "Opening the stream of changes."} side="bottom">
      <output className="inline-flex items-center gap-1.5 text-muted text-xs">
        <span
          aria-hidden
          className={live ? "size-2 rounded-full bg-resolved" : "size-2 rounded-full border border-edge"}
        />
        <span className="max-sm:sr-only">{live ? "Live" : "Connecting"}</span>
      </output>
    </Tooltip>
  );
}
