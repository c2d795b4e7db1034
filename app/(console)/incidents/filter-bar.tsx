"use client";

import { SlidersHorizontal, X } from "lucide-react";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";
import { Select } from "#components/ui/select";
import { incidentSorts, severities, urgencies } from "#db/vocabulary";
import { Facet } from "./facet";
import {
  type FilterChange,
  type Filters,
  narrowingOf,
  nothingNarrowed,
  usualSort,
  windows,
  windowTexts,
} from "./filters";
import { sortTexts } from "./sort-texts";
import { WordField } from "./word-field";

type Named = { id: string; name: string };
type Props = {
  filters: Filters;
  onChange: (change: FilterChange) => void;
  services: Named[];
  people: Named[];
};

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
        isMain
      />
      <Button className="md:hidden" size="large" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <SlidersHorizontal aria-hidden />
        Filter{narrowing > 0 && ` (${narrowing})`}
      </Button>
      <div
        className={twMerge("grid w-full grid-cols-2 gap-2 md:flex md:w-auto md:flex-wrap", !shown && "max-md:hidden")}
      >
        <Facets filters={filters} onChange={onChange} services={services} people={people} />
      </div>
      {(narrowing > 0 || filters.q) && (
        <Button variant="ghost" onClick={() => onChange(nothingNarrowed)}>
          <X aria-hidden />
          Clear
        </Button>
      )}
    </search>
  );
}

function Facets({ filters, onChange, services, people }: Props) {
  return (
    <>
      <Facet
        label="Service"
        values={filters.service}
        onPick={(service) => onChange({ service })}
        options={services.map(({ id, name }) => [id, name])}
      />
      <Facet
        label="Severity"
        values={filters.severity}
        onPick={(severity) => onChange({ severity })}
        options={severities.toReversed().map((each) => [each, capital(each)])}
      />
      <Facet
        label="Urgency"
        values={filters.urgency}
        onPick={(urgency) => onChange({ urgency })}
        options={urgencies.toReversed().map((each) => [each, capital(each)])}
      />
      {filters.tab !== "mine" && (
        <Facet
          label="Assignee"
          values={filters.assignee}
          onPick={(assignee) => onChange({ assignee })}
          options={[
            ["me", "Me"],
            ["none", "Unassigned"],
            ...people.map(({ id, name }): [string, string] => [id, name]),
          ]}
        />
      )}
      <Choice
        label="Opened"
        value={filters.opened ?? ""}
        options={[["", "Opened"], ...windows.map((each): [string, string] => [each, windowTexts[each]])]}
        onPick={(picked) => onChange({ opened: windows.find((each) => each === picked) ?? null })}
        isSet={filters.opened !== null}
      />
      <WordField
        label="Source"
        placeholder="Source"
        value={filters.source.join(", ") || null}
        onSettle={(text) => onChange({ source: wordsOf(text) })}
        className="md:w-28"
      />
      <Choice
        label="Sort by"
        value={filters.sort}
        options={incidentSorts.map((each) => [each, sortTexts[each]])}
        onPick={(picked) => onChange({ sort: incidentSorts.find((each) => each === picked) ?? null })}
        isSet={filters.sort !== usualSort}
        className="col-span-2 md:hidden"
      />
    </>
  );
}

// A source whose name has a comma in it can be given in the address only.
function wordsOf(text: string | null): string[] {
  return (text ?? "").split(",").flatMap((word) => word.trim() || []);
}

type ChoiceProps = {
  label: string;
  value: string;
  options: [value: string, label: string][];
  onPick: (value: string) => void;
  isSet: boolean;
  className?: string;
};

function Choice({ label, value, options, onPick, isSet, className }: ChoiceProps) {
  return (
    <div className={className}>
      <Select
        aria-label={label}
        value={value}
        onChange={(event) => onPick(event.target.value)}
        className={twMerge(
          "md:h-8 md:w-auto md:max-w-44 md:pl-2.5 md:text-sm",
          isSet ? "border-accent-text bg-accent-soft font-medium" : "text-muted",
        )}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
