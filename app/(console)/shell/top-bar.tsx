"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Mark } from "#components/mark";
import { useMe } from "#components/person-provider";
import { Kbd } from "#components/ui/kbd";
import { useGo } from "#components/use-go";
import { isTakenKey } from "#lib/browser/keys";
import { CommandPalette } from "./command-palette";
import { KeyboardHelp } from "./keyboard-help";
import { LiveIndicator } from "./live-indicator";
import { MyMenu } from "./my-menu";
import { placesFor } from "./navigation";
import { ThemeSwitch } from "./theme-switch";

const secondKeyWithinMs = 1_200;

/** Search, how current the page is, theme and me; and the keys that work everywhere. */
export function TopBar() {
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  useShellKeys({ search: () => setSearching(true), help: () => setHelping(true) });
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b bg-canvas px-3 md:px-6">
      <Link href="/incidents" aria-label="Incidents" className="md:hidden">
        <Mark className="size-7" />
      </Link>
      <button
        type="button"
        onClick={() => setSearching(true)}
        aria-keyshortcuts="/ Control+K Meta+K"
        className="touch flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border bg-surface px-2.5 text-faint text-sm transition-colors hover:border-line-strong md:max-w-96"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate text-left">Search or jump to</span>
        <Kbd className="hidden md:inline-flex">⌘K</Kbd>
      </button>
      <div className="ml-auto flex items-center gap-1">
        <span className="mr-2">
          <LiveIndicator />
        </span>
        <span className="max-sm:hidden">
          <ThemeSwitch />
        </span>
        <MyMenu onHelp={() => setHelping(true)} />
      </div>
      <CommandPalette open={searching} onOpenChange={setSearching} onHelp={() => setHelping(true)} />
      <KeyboardHelp open={helping} onOpenChange={setHelping} />
    </header>
  );
}

function useShellKeys(does: { search: () => void; help: () => void }) {
  const { go } = useGo();
  const places = placesFor(useMe().role);
  const leaderAt = useRef(0);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      does.search();
      return;
    }
    if (isTakenKey(event)) return;
    const place =
      event.timeStamp - leaderAt.current < secondKeyWithinMs
        ? places.find((each) => each.key === event.key)
        : undefined;
    leaderAt.current = event.key === "g" ? event.timeStamp : 0;
    if (place) void go(place.href);
    else if (event.key === "/") does.search();
    else if (event.key === "?") does.help();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
