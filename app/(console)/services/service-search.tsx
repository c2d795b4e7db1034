"use client";

import { Search } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Input } from "#components/ui/input";
import { listParsers } from "./list-parsers";

const settledAfterMs = 250;

/** Narrows the list to the services whose name or description holds the words; the address keeps them. */
export function ServiceSearch() {
  const [isReading, startReading] = useTransition();
  const [{ q }, ask] = useQueryStates(listParsers, {
    shallow: false,
    history: "replace",
    startTransition: startReading,
  });
  return (
    <search className="relative mb-3 block md:max-w-80" aria-busy={isReading}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Input
        type="search"
        aria-label="Search services"
        placeholder="Search name, description"
        value={q ?? ""}
        onChange={(event) =>
          void ask({ q: event.target.value || null, after: null }, { limitUrlUpdates: debounce(settledAfterMs) })
        }
        className="pl-8"
      />
    </search>
  );
}
