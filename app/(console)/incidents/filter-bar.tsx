"use client";

import { Search, SlidersHorizontal, X } from "lucide-react";
import { type ComponentProps, useEffect, useState } from "react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";
import { fieldClass } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { severities, urgencies } from "#db/vocabulary";
import { type Filters, narrowingOf, windows, windowTexts } from "./filters";

type Named = { id: string; name: string };
type Props = {
  filters: Filters;
  onChange: (filters: Partial<Filters>) => void;
  services: Named[];
  people: Named[];
};

const noFilters = { service: null, severity: null, urgency: null, assignee: null, source: null, opened: null, q: null };
const settledAfterMs = 250;

/** What narrows the list: words, and facets behind a button on a phone. */
export function FilterBar({ filters, onChange, services, people }: Props) {
  const [shown, setShown] = useState(false);
  const narrowing = narrowingOf(filters);
  return (
    <search className="flex flex-wrap items-center gap-2 py-3">
      <WordField
        label="Search incidents"
        placeholder="Search title, source, #412"
        value={filters.q}
        onSettle={(q) => onChange({ q })}
        className="min-w-0 flex-1 pl-8 md:max-w-72"
        icon
      />
      <Button className="md:hidden" size="large" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <SlidersHorizontal aria-hidden />
        Filter{narrowing > 0 && ` (${narrowing})`}
      </Button>
      <div
        className={twMerge("grid w-full grid-cols-2 gap-2 md:flex md:w-auto md:flex-wrap", !shown && "max-md:hidden")}
      >
        <Facet
          label="Service"
          value={filters.service}
          onPick={(service) => onChange({ service })}
          options={services.map(({ id, name }) => [id, name])}
        />
        <Facet
          label="Severity"
          value={filters.severity}
          onPick={(severity) => onChange({ severity })}
          options={[...severities].reverse().map((each) => [each, capital(each)])}
        />
        <Facet
          label="Urgency"
          value={filters.urgency}
          onPick={(urgency) => onChange({ urgency })}
          options={[...urgencies].reverse().map((each) => [each, capital(each)])}
        />
        {filters.tab !== "mine" && (
          <Facet
            label="Assignee"
            value={filters.assignee}
            onPick={(assignee) => onChange({ assignee })}
            options={[["me", "Me"], ...people.map(({ id, name }): [string, string] => [id, name])]}
          />
        )}
        <Facet
          label="Opened"
          value={filters.opened}
          onPick={(opened) => onChange({ opened })}
          options={windows.map((each) => [each, windowTexts[each]])}
        />
        <WordField
          label="Source"
          placeholder="Source"
          value={filters.source}
          onSettle={(source) => onChange({ source })}
          className="md:w-28"
        />
      </div>
      {(narrowing > 0 || filters.q) && (
        <Button variant="ghost" onClick={() => onChange(noFilters)}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </search>
  );
}

type FacetProps<Value extends string> = {
  label: string;
  value: Value | null;
  options: [value: Value, label: string][];
  onPick: (value: Value | null) => void;
};

function Facet<Value extends string>({ label, value, options, onPick }: FacetProps<Value>) {
  const pick: ComponentProps<"select">["onChange"] = (event) =>
    onPick(options.find(([each]) => each === event.target.value)?.[0] ?? null);
  return (
    <div>
      <Select
        aria-label={label}
        value={value ?? ""}
        onChange={pick}
        className={twMerge(
          "md:h-8 md:w-auto md:max-w-44 md:pl-2.5 md:text-sm",
          value ? "border-accent-text bg-accent-soft font-medium" : "text-muted",
        )}
      >
        <option value="">{label}</option>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}

type WordProps = {
  label: string;
  placeholder: string;
  value: string | null;
  onSettle: (value: string | null) => void;
  className?: string;
  icon?: boolean;
};

/** A text filter that takes effect when the typing pauses. */
function WordField({ label, placeholder, value, onSettle, className, icon = false }: WordProps) {
  const [text, setText] = useState(value ?? "");
  const [from, setFrom] = useState(value);
  if (value !== from) {
    setFrom(value);
    if ((value ?? "") !== text.trim()) setText(value ?? "");
  }
  useEffect(() => {
    const wanted = text.trim() || null;
    if (wanted === value) return;
    const timer = setTimeout(() => onSettle(wanted), settledAfterMs);
    return () => clearTimeout(timer);
  }, [text, value, onSettle]);
  return (
    <div className={twMerge("relative", icon && "min-w-0 flex-1 md:max-w-72")}>
      {icon && (
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
        />
      )}
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={twMerge(
          fieldClass,
          "h-11 md:h-8 md:text-sm",
          value && "border-accent-text bg-accent-soft",
          className,
        )}
      />
    </div>
  );
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
