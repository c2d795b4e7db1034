"use client";

import { ChevronDown } from "lucide-react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";
import {
  Menu,
  MenuCheckboxEntry,
  MenuContent,
  MenuEntry,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/dropdown-menu";

type Props<Value extends string> = {
  label: string;
  values: Value[];
  options: [value: Value, label: string][];
  onPick: (values: Value[]) => void;
};

/** A filter that takes several values, of which one must fit. The menu stays open while they are ticked. */
export function Facet<Value extends string>({ label, values, options, onPick }: Props<Value>) {
  const isSet = values.length > 0;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          className={twMerge(
            "h-11 w-full min-w-0 justify-between font-normal text-base md:h-8 md:w-auto md:max-w-60 md:pr-2 md:pl-2.5 md:text-sm",
            isSet ? "border-accent-text bg-accent-soft font-medium" : "text-muted",
          )}
        >
          <span className="truncate">{isSet ? `${label}: ${chosenText(values, options)}` : label}</span>
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        {options.map(([value, text]) => (
          <MenuCheckboxEntry
            key={value}
            checked={values.includes(value)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) => onPick(on ? [...values, value] : values.filter((each) => each !== value))}
          >
            <span className="truncate">{text}</span>
          </MenuCheckboxEntry>
        ))}
        {isSet && (
          <>
            <MenuSeparator />
            <MenuEntry onSelect={() => onPick([])}>Any {label.toLowerCase()}</MenuEntry>
          </>
        )}
      </MenuContent>
    </Menu>
  );
}

function chosenText<Value extends string>(values: Value[], options: Props<Value>["options"]): string {
  const texts = values.map((value) => options.find(([each]) => each === value)?.[1] ?? "another");
  return texts.length > 2 ? String(texts.length) : texts.join(", ");
}
