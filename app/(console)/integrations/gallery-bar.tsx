"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { Segments } from "#components/destination/segments";
import { useFilterKey } from "#components/live-list/use-filter-key";
import { Input } from "#components/ui/input";
import { Kbd } from "#components/ui/kbd";
import type { ShownState } from "./gallery-filters";

type Props = {
  q: string | null;
  show: ShownState;
  enabled: boolean[];
  onChange: (change: { q?: string | null; show?: ShownState }) => void;
};

/** Narrows the integrations to some words, or to those that are on or off. */
export function GalleryBar({ q, show, enabled, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useFilterKey(field);
  const on = enabled.filter(Boolean).length;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-3">
      <search className="relative min-w-0 flex-1 max-md:basis-full md:max-w-96">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
        />
        <Input
          ref={field}
          type="search"
          aria-label="Search by system or integration name"
          aria-keyshortcuts="/"
          placeholder="Search by system or integration name"
          value={q ?? ""}
          onChange={(event) => onChange({ q: event.target.value || null })}
          className="peer pr-9 pl-8"
        />
        <Kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 max-md:hidden peer-focus:hidden"
        >
          /
        </Kbd>
      </search>
      <Segments
        label="Which integrations"
        chosen={show}
        onChoose={(value) => onChange({ show: value })}
        segments={[
          { value: "all", label: "All", count: enabled.length },
          { value: "enabled", label: "Enabled", count: on },
          { value: "disabled", label: "Disabled", count: enabled.length - on },
        ]}
        className="max-md:basis-full"
      />
    </div>
  );
}
